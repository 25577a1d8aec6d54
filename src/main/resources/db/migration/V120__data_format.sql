-- The number of the data's format (storage.DataFormat). It is raised by a program that writes what programs before it cannot
-- read, such as a new event in the journal; a program that knows only lower numbers does not start on this database.
create table data_format (
  only_one boolean primary key default true check (only_one),
  format int not null check (format > 0)
);

insert into data_format (format) values (1);
