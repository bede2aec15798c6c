package dev.shisa.server.portal;

import dev.shisa.server.platform.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.springframework.stereotype.Component;

/**
 * All public files as one archive, to be unpacked at the root of the maker's own web server: pages as {@code index.html} in a folder
 * of their own, with style, fonts and pictures. The same state gives the same bytes.
 */
@Component
class PortalExport {

    private static final Pattern ASSET = Pattern.compile(PortalAssets.HERE + "(/[a-z]+/[a-z0-9.-]+)");
    private static final Pattern FONT = Pattern.compile("url\\(\\.\\./(fonts/[a-z0-9.-]+)\\)");
    private static final LocalDateTime UNDATED = LocalDateTime.of(2000, 1, 1, 0, 0);

    private final PublicSite site;
    private final PortalAssets assets;

    PortalExport(PublicSite site, PortalAssets assets) {
        this.site = site;
        this.assets = assets;
    }

    byte[] zip() {
        SortedMap<String, byte[]> files = new TreeMap<>(site.all());
        if (files.isEmpty()) {
            throw new Problem(409, "portal.off");
        }
        // Whoever opens the folder without a language.
        byte[] first = files.get(PublicSite.ROOT + "ja/index.html");
        if (first != null) {
            files.put(PublicSite.ROOT + "index.html", first);
        }
        Set<String> used = new LinkedHashSet<>();
        files.forEach((path, bytes) -> {
            if (path.endsWith(".html")) {
                Matcher matcher = ASSET.matcher(new String(bytes, StandardCharsets.UTF_8));
                while (matcher.find()) {
                    used.add(PortalAssets.HERE + matcher.group(1));
                }
            }
        });
        Map<String, byte[]> along = new TreeMap<>();
        for (String path : used) {
            assets.find(path).ifPresent(file -> {
                along.put(path, file.bytes());
                if (path.endsWith("/fonts.css")) {
                    Matcher fonts = FONT.matcher(new String(file.bytes(), StandardCharsets.UTF_8));
                    while (fonts.find()) {
                        String font = PortalAssets.HERE + "/" + fonts.group(1);
                        assets.find(font).ifPresent(one -> along.put(font, one.bytes()));
                    }
                }
            });
        }
        files.putAll(along);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                ZipEntry entry = new ZipEntry(file.getKey().substring(1));
                entry.setTimeLocal(UNDATED);
                zip.putNextEntry(entry);
                zip.write(file.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
