/**
 * The frame of pages: language, navigation, tabs, forms, files of lists, errors.
 *
 * <p><b>Pages</b> are JTE templates, compiled at build; {@code Ui} carries language, signed-in person, navigation and
 * {@code t(key, …)}. Forms work without script. Messages in {@code messages/<capability>_{ja,en}.properties}, UTF-8,
 * {@code MessageFormat} everywhere (an apostrophe is written {@code ''}).
 *
 * <p><b>Tabs in two rows</b> ({@code Parts.Tab.grouped}). Pages of the organisation, of a series and of the settings
 * are grouped; the parts are enums or words beside the pages, so that a new page names its part and nothing else
 * changes.
 *
 * <p><b>Errors.</b> {@code Problem(status, code, args)} becomes one page: what is wrong, what to do now, the code.
 * Forms show field errors in place and keep what was typed. What is no fault of the program – the database away or
 * silent for a minute, the disk full, refusing or damaged, no file handle left – is an {@code Outage} with a page of
 * its own, also where no database can be asked for a language.
 *
 * <p><b>Lists to take along</b> ({@code platform.web.TableFile}): the one helper by which a page's list is a file,
 * with the page's filters, as CSV, Excel or JSON under one route {@code ….{format}}; lines are written as they come,
 * and an end that was cut says so. {@code EveryListTest} walks the pages.
 *
 * <p><b>Long lists</b> are narrowed, counted, ordered and cut in SQL. The address of every further page says up to
 * which row the list goes ({@code to}), so nobody who turns the pages meets a row twice; a file decides once which
 * rows it has, or goes on behind the last one, never by offset.
 *
 * <p><b>Search</b> ({@code SearchSource}, asked by the box of the header and by the API alike): texts are compared
 * without regard to width, case and kana, anywhere in them, by {@code SearchWords} and the same in SQL
 * ({@code fold_text}). No index of trigrams: it would miss words of one or two characters, and a database of somebody
 * else's may lack the extension.
 *
 * <p><b>Sent twice.</b> A form that records something carries the key of its page; key and entries together are one
 * sending ({@code Sending}), recorded once. Rows that people edit have {@code version}; a stale one answers 409 and
 * shows both texts, the typed one still in the form.
 *
 * <p>Tables: {@code saved_filter}.
 *
 * <p>Events: none.
 *
 * <p>Doors: pages {@code /error}, {@code /filters}; filters {@code AssetDoor}, {@code RequestId}.
 */
@NullMarked
package dev.shisa.server.platform.web;

import org.jspecify.annotations.NullMarked;
