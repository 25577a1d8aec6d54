-- Which directory holds the copies of attachments: the content of the marker file in it. One row, or none before the first start.
create table file_store (
  marker text not null,
  only_one boolean primary key default true check (only_one)
);
