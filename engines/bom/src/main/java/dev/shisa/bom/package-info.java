/**
 * Bills of materials: reading what build systems really write, judging whether it is complete, comparing two of them, writing
 * CycloneDX and SPDX. Plain Java: bytes in, records out; no network, database or clock.
 *
 * <p><b>Reading a list</b> ({@code BomReader}). The content says which format it is. Components and relationships are
 * streamed, one in memory at a time, each checked against the official schema of its version and taken as far as it
 * is sound; every problem has a place (JSON pointer or line). A broken file gives what stood before the break. Own
 * readers instead of the formats' libraries, because those bind whole documents, stop at the first fault or at
 * CycloneDX 1.6, and tell no places; the libraries are on the class path for the schemas in them only.
 *
 * <p>CycloneDX 1.7 in JSON is judged by what it shares with 1.6, whose schema is at hand; in XML it is read, and told
 * that nothing checked it. Spreadsheets and archives are unpacked by code of the engine within bounds on what comes
 * out of them ({@code Workbook}, {@code Tar}, {@code Zstandard}): the libraries bind whole workbooks, or read hostile
 * bytes outside Java's own checks. One list that is packed ({@code Packed}: gzip, Zstandard, xz; the only file of a
 * zip) is the list, and has to be whole. A list within GitHub's answer or an attestation ({@code JsonWrapper}) is
 * read where it stands.
 *
 * <p>Of what Yocto writes, only what is in the image is a component; what is known of its recipe is joined to it.
 */
@NullMarked
package dev.shisa.bom;

import org.jspecify.annotations.NullMarked;
