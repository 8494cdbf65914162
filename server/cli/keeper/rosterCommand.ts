import type { Command } from 'commander'

/** The verb `roster`, whose sub-verbs have a file each. */
export const rosterCommand = (program: Command): Command =>
  program.commands.find((command) => command.name() === 'roster') ??
  program.command('roster').description("the network's signed list of NGOs, keys, shifts and lines")
