package dev.shisa.bom.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** The ids of the SPDX licence list, from the schema that CycloneDX publishes with it. */
public final class LicenseList {

    private static final Set<String> IDS = load();
    private static final Pattern OPERATOR = Pattern.compile("(?<!\\s)\\s++(?:AND|OR|WITH)\\s++|[()]");

    private LicenseList() {}

    private static Set<String> load() {
        Set<String> ids = new HashSet<>();
        try (InputStream in = LicenseList.class.getClassLoader().getResourceAsStream("spdx.schema.json")) {
            if (in == null) {
                throw new IllegalStateException("spdx.schema.json is not on the class path");
            }
            BoundedJson.MAPPER.readTree(in).path("enum").forEach(id -> ids.add(id.asString("")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ids;
    }

    /** Whether it is one id of the list. */
    public static boolean isId(String text) {
        return IDS.contains(text);
    }

    /** Whether it is an expression whose every operand is of the list or a {@code LicenseRef-}. */
    public static boolean isExpression(String text) {
        if (text.isBlank()) {
            return false;
        }
        for (String operand : OPERATOR.split(text, -1)) {
            String id = operand.strip().replaceFirst("\\+$", "");
            if (!id.isEmpty()
                    && !IDS.contains(id)
                    && !id.matches("(DocumentRef-[A-Za-z0-9.-]+:)?LicenseRef-[A-Za-z0-9.-]+")) {
                return false;
            }
        }
        return true;
    }
}
