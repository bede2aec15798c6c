package dev.shisa.server.tracker;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Jira platform REST API, version 2, which Cloud and Data Center share: texts are plain there. A token of Cloud goes with the mail address of
 * its person (basic), a personal access token of Data Center alone (bearer). Whatever a team calls its states, those of the category
 * {@code done} are the closed ones.
 */
record Jira() implements Adapter {

    private static final String API = "/rest/api/2/";

    @Override
    public Map<String, String> headers(Wire wire) {
        String basic = wire.login() + ":" + wire.token();
        return Map.of(
                "Authorization",
                wire.login().isEmpty()
                        ? "Bearer " + wire.token()
                        : "Basic " + Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public String project(Wire wire) throws Trouble, InterruptedException {
        return Adapter.must(of(wire), "name");
    }

    private static JsonNode of(Wire wire) throws Trouble, InterruptedException {
        return wire.get(API + "project/" + Wire.encoded(wire.project()));
    }

    @Override
    public There create(Wire wire, Draft draft) throws Trouble, InterruptedException {
        Map<String, Object> fields = new TreeMap<>(Map.of(
                "project", Map.of("key", wire.project()),
                "issuetype", Map.of("id", type(of(wire))),
                "summary", draft.title(),
                "description", draft.text()));
        if (draft.due() != null) {
            fields.put("duedate", draft.due().toString());
        }
        JsonNode made = wire.postJson(API + "issue", Map.of("fields", fields));
        String key = Adapter.must(made, "key");
        // What was made is told by its key alone; how it stands is asked for at the next look.
        return new There(Adapter.must(made, "id"), key, page(wire, key), "", false, "");
    }

    /** The kind that the project lists first, of those that stand for themselves. */
    private static String type(JsonNode project) throws Trouble {
        for (JsonNode type : project.path("issueTypes")) {
            if (!type.path("subtask").asBoolean(false)) {
                return Adapter.must(type, "id");
            }
        }
        throw Trouble.unreadable().ofLooking();
    }

    @Override
    public Map<String, There> read(Wire wire, List<String> refs) throws Trouble, InterruptedException {
        return Adapter.each(refs, ref -> {
            JsonNode said = wire.find(API + "issue/" + Wire.encoded(ref) + "?fields=status,assignee");
            return said == null ? Optional.empty() : Optional.of(there(wire, said));
        });
    }

    @Override
    public There there(Wire wire, JsonNode said) throws Trouble {
        String key = Adapter.must(said, "key");
        JsonNode status = said.path("fields").path("status");
        return new There(
                Adapter.must(said, "id"),
                key,
                page(wire, key),
                Adapter.must(status, "name"),
                status.path("statusCategory").path("key").asString("").equals("done"),
                said.path("fields").path("assignee").path("displayName").asString(""));
    }

    private static String page(Wire wire, String key) {
        return wire.base() + "/browse/" + Wire.encoded(key);
    }
}
