-- Which sending of which form recorded it: the same sent again (a double click, a reload) records nothing more.
ALTER TABLE evidence ADD COLUMN sent_once text UNIQUE; -- null: not by a form
