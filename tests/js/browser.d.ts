/* What TypeScript's DOM library leaves out: functions of a classic Worker. */
declare function importScripts(...addresses: string[]): void;
