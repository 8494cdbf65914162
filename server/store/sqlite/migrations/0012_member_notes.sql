CREATE TABLE `member_notes` (
	`member` blob PRIMARY KEY NOT NULL,
	`seen` integer,
	`generation` integer,
	`spoken` blob
) WITHOUT ROWID;
