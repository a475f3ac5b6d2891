export function firewall(index: number, lines: number): string;
export function writeFleet(folder: string, files: number, lines: number): void;
