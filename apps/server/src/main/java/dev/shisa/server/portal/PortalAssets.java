package dev.shisa.server.portal;

import dev.shisa.server.platform.web.Assets;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Style, fonts and pictures of the public pages, below an address of their own so that they can be copied along with them. */
@Component
class PortalAssets {

    static final String HERE = "/public/assets";

    private static final Pattern NAME = Pattern.compile("/(?:css|fonts|img)/[a-z0-9-]+\\.(css|woff2|svg)");
    private static final Map<String, String> TYPES =
            Map.of("css", "text/css;charset=UTF-8", "woff2", "font/woff2", "svg", "image/svg+xml");

    private final Assets assets;
    private final Map<String, PublicFile> files = new ConcurrentHashMap<>();

    PortalAssets(Assets assets) {
        this.assets = assets;
    }

    /** The address of a file below {@code static/}. */
    String href(String file) {
        return HERE + assets.href(file);
    }

    /** A file by its address; empty for anything that is none of ours. */
    Optional<PublicFile> find(String path) {
        PublicFile known = files.get(path);
        if (known != null) {
            return Optional.of(known);
        }
        String name = path.substring(HERE.length());
        var matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try (InputStream in = PortalAssets.class.getResourceAsStream("/static" + name)) {
            if (in == null) {
                return Optional.empty();
            }
            PublicFile file = PublicFile.of(in.readAllBytes(), TYPES.getOrDefault(matcher.group(1), "text/plain"))
                    .unchanging();
            files.put(path, file);
            return Optional.of(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
