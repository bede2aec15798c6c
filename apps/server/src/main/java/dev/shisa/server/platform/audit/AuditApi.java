package dev.shisa.server.platform.audit;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.Listing;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.api.Paging;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who did what for programs, oldest first, so that a reader goes on where it ended. */
@Controller
class AuditApi {

    private final AuditStore store;
    private final JsonMapper json;

    AuditApi(AuditStore store, JsonMapper json) {
        this.store = store;
        this.json = json;
    }

    record AuditBody(long id, Instant at, String who, String act, String thing, JsonNode details) {}

    @GetMapping("/api/v1/audit")
    @Requires(Act.READ_AUDIT)
    @Operation(id = "audit.list")
    Answer<Listing<AuditBody>> list(@RequestParam(defaultValue = "") String act, Paging paging) {
        List<AuditStore.Line> found = store.behind(act, paging.afterNumber(), paging.limit() + 1);
        return Answer.of(paging.found(
                found,
                line -> Long.toString(line.id()),
                line -> new AuditBody(
                        line.id(), line.at(), line.who(), line.act(), line.thing(), json.readTree(line.details()))));
    }
}
