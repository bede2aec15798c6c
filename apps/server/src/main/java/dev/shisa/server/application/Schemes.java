package dev.shisa.server.application;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The dated data in force: the file that comes with Shisa, or {@code DATA/catalogue/scheme/jcstar.yaml} where there is one. */
@Component
class Schemes {

    private static final Logger LOG = LoggerFactory.getLogger(Schemes.class);
    private static final String NAME = "scheme/jcstar.yaml";
    private static final int BYTES_MAX = 1_000_000;

    private final Scheme builtIn;
    private final Path overlay;

    private @Nullable FileTime seen;
    private Scheme current;

    Schemes(@Value("${shisa.data}") Path data) {
        overlay = data.resolve("catalogue").resolve(NAME);
        try {
            builtIn = read(new ClassPathResource("catalogue/" + NAME).getContentAsByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException("the dated data of the scheme could not be read", e);
        }
        current = builtIn;
    }

    /** An overlay with an error leaves in force what was before. */
    synchronized Scheme current() {
        try {
            FileTime changed = Files.isRegularFile(overlay) ? Files.getLastModifiedTime(overlay) : null;
            if (changed == null) {
                seen = null;
                current = builtIn;
            } else if (!changed.equals(seen)) {
                seen = changed;
                try (InputStream in = Files.newInputStream(overlay)) {
                    current = read(in.readNBytes(BYTES_MAX));
                }
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("{} was refused, what was in force before stays: {}", overlay, e.getMessage());
        }
        return current;
    }

    static Scheme read(byte[] yaml) {
        LoaderOptions bounds = new LoaderOptions();
        bounds.setMaxAliasesForCollections(0);
        bounds.setAllowDuplicateKeys(false);
        bounds.setNestingDepthLimit(12);
        bounds.setCodePointLimit(BYTES_MAX);
        return Scheme.of(new Yaml(new SafeConstructor(bounds)).load(new String(yaml, StandardCharsets.UTF_8)));
    }
}
