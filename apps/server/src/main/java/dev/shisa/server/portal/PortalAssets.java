package dev.shisa.server.portal;

import dev.shisa.server.platform.web.Assets;
import dev.shisa.server.platform.web.PublicFile;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Style, fonts and pictures of the public pages, below an address of their own so that they can be copied along with them. */
@Component
class PortalAssets {

    static final String HERE = "/public/assets";

    private final Assets assets;

    PortalAssets(Assets assets) {
        this.assets = assets;
    }

    /** The address of a file below {@code static/}. */
    String href(String file) {
        return HERE + assets.href(file);
    }

    /** A file by its address; empty for anything that is none of ours. */
    Optional<PublicFile> find(String path) {
        return assets.find(path.substring(HERE.length()));
    }
}
