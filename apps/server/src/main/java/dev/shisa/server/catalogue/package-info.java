/**
 * The edition of the catalogue that is in force here, the parameters that this maker follows, and the library for who
 * wants to read.
 *
 * <p>Files of the installation ({@code DATA/catalogue}) overlay those that come along, by name; a changed file comes
 * into force while the server runs. A framework, a fact, a word or a contradiction is added there or in the
 * repository, without code: {@code docs/how-to/add-a-guide.md}, {@code docs/how-to/add-a-fact.md}.
 *
 * <p>Parameters are what a guide leaves open. They have no value until a person enters the edition that they follow,
 * and what rests on one without a value is unknown.
 *
 * <p><b>Gaps of guides</b> ({@code catalogue.GapFills}) are filled by people in words of their own, shown beside the
 * catalogue and found by the search as the company's, never as part of it.
 *
 * <p>Tables: {@code catalogue_edition}, {@code gap_fill}, {@code parameter_value}.
 *
 * <p>Events: tells {@code EditionChanged}, {@code GapsChanged}, {@code ParametersChanged}.
 *
 * <p>Doors: pages {@code /library}, {@code /parameters}; API {@code /catalogue}, {@code /parameters}; jobs
 * {@code BuiltInCatalogue}, {@code Catalogues}.
 */
@NullMarked
package dev.shisa.server.catalogue;

import org.jspecify.annotations.NullMarked;
