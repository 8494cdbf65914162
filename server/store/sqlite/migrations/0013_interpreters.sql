CREATE TABLE `interpreters` (
	`ngo` text PRIMARY KEY NOT NULL,
	`version` integer NOT NULL,
	`generation` integer NOT NULL,
	`sealed` blob NOT NULL
) WITHOUT ROWID;
