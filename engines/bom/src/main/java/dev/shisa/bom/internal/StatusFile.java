package dev.shisa.bom.internal;

import dev.shisa.bom.BomFormat;
import dev.shisa.bom.ByteSource;
import dev.shisa.bom.Problem.Kind;
import dev.shisa.bom.Reading;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What package managers write about what is installed: {@code /var/lib/dpkg/status}, opkg's status file of the same shape, and
 * apk's {@code /lib/apk/db/installed}. None of them says which distribution it is of, so the package URLs have no {@code distro}.
 */
public final class StatusFile {

    private final Intake intake;
    private final Map<String, String> refByName = new HashMap<>();
    private final Map<String, List<String>> needs = new HashMap<>();

    private StatusFile(BomFormat format) {
        intake = new Intake(format);
    }

    public static Reading dpkg(ByteSource source) throws IOException {
        return new StatusFile(BomFormat.DPKG_STATUS).stanzas(source);
    }

    public static Reading opkg(ByteSource source) throws IOException {
        return new StatusFile(BomFormat.OPKG_STATUS).stanzas(source);
    }

    public static Reading apk(ByteSource source) throws IOException {
        return new StatusFile(BomFormat.APK_INSTALLED).stanzas(source);
    }

    private Reading stanzas(ByteSource source) throws IOException {
        try (Lines lines = new Lines(source, intake)) {
            Map<String, String> fields = new HashMap<>();
            String place = "line 1";
            String last = "";
            String line;
            while ((line = lines.next()) != null) {
                if (line.isBlank()) {
                    stanza(fields, place);
                    fields = new HashMap<>();
                    continue;
                }
                if (fields.isEmpty()) {
                    place = lines.place();
                }
                int colon = line.indexOf(':');
                if (line.startsWith(" ") || line.startsWith("\t")) {
                    fields.computeIfPresent(last, (_, text) -> text.length() > 100_000 ? text : text + "\n");
                } else if (colon <= 0) {
                    intake.problem(lines.place(), Kind.BAD_VALUE, "\"Field: value\" line", line);
                } else {
                    last = line.substring(0, colon);
                    fields.putIfAbsent(last, line.substring(colon + 1).strip());
                }
            }
            stanza(fields, place);
        }
        needs.forEach((ref, names) -> {
            intake.dependsOnNothingYet(ref, "/");
            for (String name : names) {
                String needed = refByName.get(name);
                if (needed != null) {
                    intake.dependency(ref, needed, "/");
                }
            }
        });
        return intake.done();
    }

    private void stanza(Map<String, String> fields, String place) {
        if (fields.isEmpty()) {
            return;
        }
        boolean apk = intake.format == BomFormat.APK_INSTALLED;
        String name = fields.getOrDefault(apk ? "P" : "Package", "");
        String version = fields.getOrDefault(apk ? "V" : "Version", "");
        String status = fields.getOrDefault("Status", "install ok installed");
        if (!status.endsWith(" installed")) {
            return; // removed, its settings left behind
        }
        Draft draft = new Draft(place);
        draft.ref = name + "@" + version + (apk ? "" : ":" + fields.getOrDefault("Architecture", ""));
        draft.name = name;
        draft.version = version;
        draft.supplier(fields.getOrDefault(apk ? "m" : "Maintainer", "").replaceFirst("\\s*<.*", ""));
        draft.license(fields.getOrDefault(apk ? "L" : "License", ""), apk);
        draft.sourcePackage = fields.getOrDefault(apk ? "o" : "Source", "").replaceAll("[()]", "");
        String maintainer = fields.getOrDefault("Maintainer", "").toLowerCase(Locale.ROOT);
        String distribution = apk
                ? "alpine"
                : intake.format == BomFormat.OPKG_STATUS ? "" : maintainer.contains("ubuntu") ? "ubuntu" : "debian";
        String type = apk ? "apk" : intake.format == BomFormat.OPKG_STATUS ? "opkg" : "deb";
        if (!name.isEmpty()) {
            draft.purl(purl(
                    type, distribution, name, version, fields.getOrDefault(apk ? "A" : "Architecture", ""), draft));
        }
        if (!fields.getOrDefault("CPE-ID", "").isEmpty()) {
            draft.cpe(withVersion(fields.getOrDefault("CPE-ID", ""), version));
        }
        if (version.isEmpty()) {
            intake.problem(place, Kind.MISSING, apk ? "V" : "Version");
        }
        refByName.put(name, draft.ref);
        if (intake.add(draft)) {
            needs.put(draft.ref, names(fields.getOrDefault(apk ? "D" : "Depends", ""), apk));
        }
    }

    /** OpenWrt writes {@code CPE-ID: cpe:/a:vendor:product} without a version; the package's upstream part is the version. */
    private static String withVersion(String cpe, String version) {
        return cpe.startsWith("cpe:/") && cpe.chars().filter(c -> c == ':').count() == 3
                ? cpe + ":" + version.replaceFirst("-r?[0-9.]+$", "")
                : cpe;
    }

    private static String purl(
            String type, String namespace, String name, String version, String architecture, Draft draft) {
        StringBuilder purl = new StringBuilder("pkg:").append(type).append('/');
        if (!namespace.isEmpty()) {
            purl.append(namespace).append('/');
        }
        purl.append(encoded(name)).append('@').append(encoded(version));
        String separator = "?";
        if (!architecture.isEmpty()) {
            purl.append(separator).append("arch=").append(encoded(architecture));
            separator = "&";
        }
        String source = draft.sourcePackage.replaceFirst("\\s.*", "");
        if (!source.isEmpty() && !source.equals(name)) {
            purl.append(separator).append("upstream=").append(encoded(draft.sourcePackage.replace(' ', '@')));
        }
        return purl.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%3A", ":");
    }

    private static List<String> names(String text, boolean apk) {
        List<String> names = new ArrayList<>();
        for (String part : text.split(apk ? "\\s+" : "[,|]", -1)) {
            String name = part.strip().replaceFirst("[\\s(<>=~:].*", "");
            if (!name.isEmpty() && !name.startsWith("!")) {
                names.add(name);
            }
        }
        return names;
    }
}
