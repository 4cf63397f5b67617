// Lets a process take what it has for a terminal.
for (const stream of [process.stdin, process.stdout]) stream.isTTY = true;
process.stdin.setRawMode = () => process.stdin;
process.stdout.columns = 80;
process.stdout.rows = 24;
