package dev.shisa.bom.internal;

import dev.shisa.bom.BomFormat;
import dev.shisa.bom.ByteSource;
import dev.shisa.bom.Problem.Kind;
import dev.shisa.bom.Reading;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** SPDX 2.2 and 2.3 as tag-value text: {@code Tag: value} lines, long texts between {@code <text>} marks. */
public final class SpdxTagValue {

    private static final Pattern EXTERNAL = Pattern.compile("(\\S+)\\s+(\\S+)\\s+(\\S+)");
    private static final Pattern RELATIONSHIP = Pattern.compile("(\\S+)\\s+(\\S+)\\s+(\\S+)");

    private final Spdx2 spdx = new Spdx2(BomFormat.SPDX_TAG_VALUE);
    private @Nullable Draft open;
    private boolean inOther;

    private SpdxTagValue() {}

    public static Reading read(ByteSource source) throws IOException {
        SpdxTagValue reader = new SpdxTagValue();
        try (Lines lines = new Lines(source, reader.spdx.intake)) {
            String line;
            while ((line = lines.next()) != null) {
                String place = lines.place();
                int colon = line.indexOf(':');
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                if (colon < 0) {
                    reader.spdx.intake.problem(place, Kind.BAD_VALUE, "\"Tag: value\" line", line);
                    continue;
                }
                String value = line.substring(colon + 1).strip();
                if (value.startsWith("<text>") && !value.contains("</text>")) {
                    lines.skipBehind("</text>");
                }
                reader.tag(line.substring(0, colon).strip(), value.replaceAll("</?text>", ""), place);
            }
        }
        reader.close();
        return reader.spdx.done();
    }

    private void close() {
        if (open != null) {
            spdx.add(open);
            open = null;
        }
    }

    private void tag(String tag, String value, String place) {
        switch (tag) {
            case "SPDXVersion" -> spdx.version = value;
            case "DataLicense" -> spdx.dataLicense = value;
            case "DocumentName" -> spdx.name = value;
            case "DocumentNamespace" -> spdx.namespace = value;
            case "Creator" -> spdx.creator(value, place);
            case "Created" -> spdx.created(value, place);
            case "SPDXID" -> id(value, place);
            case "PackageName" -> {
                close();
                inOther = false;
                open = new Draft(place);
                open.name = value;
            }
            case "FileName", "SnippetSPDXID", "LicenseID", "Reviewer" -> {
                close();
                inOther = true;
                if (tag.equals("SnippetSPDXID")) {
                    spdx.intake.otherRef(value);
                }
            }
            case "Relationship" -> relationship(value, place);
            default -> {
                if (open != null) {
                    packageTag(open, tag, value, place);
                }
            }
        }
    }

    private void id(String value, String place) {
        if (open != null) {
            open.ref = value;
        } else if (inOther) {
            spdx.file(value, place);
        } else {
            spdx.documentId = value;
        }
    }

    private void relationship(String value, String place) {
        Matcher parts = RELATIONSHIP.matcher(value);
        if (parts.matches()) {
            spdx.relationship(parts.group(1), parts.group(2), parts.group(3), place);
        } else {
            spdx.intake.problem(place, Kind.BAD_VALUE, "relationship", value);
        }
    }

    private void packageTag(Draft draft, String tag, String value, String place) {
        switch (tag) {
            case "PackageVersion" -> draft.version = value;
            case "PackageSupplier", "PackageOriginator" -> draft.supplier(Spdx2.actor(value));
            case "PrimaryPackagePurpose" ->
                draft.type = value.toLowerCase(java.util.Locale.ROOT).replace('_', '-');
            case "PackageChecksum" -> {
                int colon = value.indexOf(':');
                if (colon > 0) {
                    draft.hash(value.substring(0, colon), value.substring(colon + 1));
                }
            }
            case "PackageLicenseDeclared", "PackageLicenseConcluded" -> Spdx2.license(draft, value);
            case "PackageSourceInfo" -> Spdx2.sourceInfo(draft, value);
            case "ExternalRef" -> {
                Matcher parts = EXTERNAL.matcher(value);
                if (parts.matches()) {
                    spdx.external(draft, parts.group(2), parts.group(3), place);
                } else {
                    spdx.intake.problem(place, Kind.BAD_VALUE, "external reference", value);
                }
            }
            default -> {
                // Other tags say nothing that a matcher or the completeness check reads.
            }
        }
    }
}
