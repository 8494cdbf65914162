CREATE TABLE `notices` (
	`hash` text PRIMARY KEY NOT NULL,
	`ngo` text NOT NULL,
	`text` text NOT NULL
) WITHOUT ROWID;
