/**
 * Starts a process whose files nobody else may read: a state and a plan hold what the provider was told, passwords included. What it
 * starts at once inherits that; this process goes on as it was.
 */
export function privately<T>(start: () => T): T {
  const before = process.umask(0o077);
  try {
    return start();
  } finally {
    process.umask(before);
  }
}
