package dev.shisa.server.platform.settings;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Operation;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** What Shisa is made of, for programs: whoever watches parts elsewhere can watch these too. */
@Controller
class OwnPartsApi {

    private final OwnParts parts;

    OwnPartsApi(OwnParts parts) {
        this.parts = parts;
    }

    @GetMapping(path = "/api/v1/about/parts", produces = OwnParts.MEDIA_TYPE)
    @Requires(Act.VIEW)
    @Operation(id = "health.parts", file = OwnParts.MEDIA_TYPE)
    ResponseEntity<byte[]> bill() {
        return parts.download();
    }
}
