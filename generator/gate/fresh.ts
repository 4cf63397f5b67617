import { bodyOf, isRead, type GateResponse, type Handler } from "./message";

/**
 * Asks for each address once and gives every later question the same answer: a plan asks for most of them several times, and must see one
 * moment. Only what was answered well is kept. Tasks go on, so they are asked anew each time.
 */
export function fresh(next: Handler, keep: (address: string, data: unknown) => void = () => {}): Handler {
  const asked = new Map<string, Promise<GateResponse>>();
  return (request) => {
    if (!isRead(request) || request.path[2] === "tasks") return next(request);
    const { address } = request;
    const known = asked.get(address);
    if (known) return known;
    const asking = next(request).then(
      (answer): GateResponse => {
        if (answer.status !== 200) asked.delete(address);
        else keep(address, answer.data);
        return answer.status === 200 ? { status: 200, body: bodyOf(answer.data) } : answer;
      },
      (error: unknown) => {
        asked.delete(address);
        throw error;
      },
    );
    asked.set(address, asking);
    return asking;
  };
}
