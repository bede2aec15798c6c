/**
 * Bills of materials of releases: taken in as evidence, their components, what is missing in them, what changed.
 *
 * <p>A list is evidence, its components are rows. The latest list of a release decides one fact,
 * {@code components.list}, and replaces only what earlier lists of that release said; it is never a scan. One list is
 * in memory at a time ({@code SbomFiles}); pages and files walk the rows. Other formats are written from the stored
 * file, with what was judged about it ({@code ListAnalyses}, which {@code vulnerability} implements) where the format
 * has room.
 *
 * <p>Tables: {@code sbom_asked}, {@code sbom_component}, {@code sbom_list}.
 *
 * <p>Events: tells {@code ReleaseListChanged}; hears {@code ReleaseListChanged}.
 *
 * <p>Doors: pages {@code /products/{code}/sboms}; API {@code /series/{code}/sboms}; jobs {@code AskedLists}, {@code SbomFiles}.
 */
@NullMarked
package dev.shisa.server.sbom;

import org.jspecify.annotations.NullMarked;
