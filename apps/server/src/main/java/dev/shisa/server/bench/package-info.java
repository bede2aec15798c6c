/**
 * Devices on the bench: what is probed, the runs of the probe beside the server, and the facts that were measured.
 *
 * <p><b>From keys to facts</b> ({@code bench.Measured} in the server, the one place): a fact is written only where
 * what was seen really decides it, as evidence of kind {@code measurement} for the release on the bench. The list of
 * open ports counts as measured only if nothing can have been missed (IPv6, every network side, no services
 * elsewhere).
 *
 * <p>A port that was seen open outside of the list is proof enough, whatever else was not seen, also in a result of a
 * scanning tool ({@code answers.FoundPorts}): {@code network.found} and {@code service.open} make S1.1-13 fail until
 * somebody says what it is for, and the list is contradicted at its own strength. No incomplete list proves anything
 * good. A port that only a test has found is not declared by that.
 *
 * <p>What another computer ran comes in as its file ({@code ReportFile}, {@code Runs.take}): nothing signs it, so it
 * is a test of whoever ran it and never a measurement, and its list of ports never the whole one.
 *
 * <p><b>Versions that a device names</b> ({@code bench.ToldVersions}). The probe only reports them, in the names of
 * the sources ({@code told-versions.tsv}, reviewable). Each view of a run asks the sources as they stand then
 * ({@code vulnerability.PartLookup}) and the release's bill of materials; a distribution's package is judged by the
 * distribution's feed, or asks. It decides no fact: a greeting is no scan.
 *
 * <p>The probe runs as a process of its own ({@code ProbeProcess}): it gets the declaration on its input, says
 * progress and report line by line, and is stopped by the end of its input.
 *
 * <p>Tables: {@code bench_login}, {@code bench_run}, {@code bench_target}.
 *
 * <p>Events: none.
 *
 * <p>Doors: pages {@code /products/{code}/bench}; API {@code /series/{code}/probe}; jobs {@code ProbeChild},
 * {@code ProbeProcess}, {@code Runs}.
 */
@NullMarked
package dev.shisa.server.bench;

import org.jspecify.annotations.NullMarked;
