package dev.shisa.server.tracker;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Redmine REST API (redmine.org/projects/redmine/wiki/Rest_api): the key of a user in a header, issues of all states only with
 * {@code status_id=*}. Which states are closed is a list of its own, since a company names them as it likes.
 */
record Redmine() implements Adapter {

    @Override
    public Map<String, String> headers(Wire wire) {
        return Map.of("X-Redmine-API-Key", wire.token());
    }

    @Override
    public String project(Wire wire) throws Trouble, InterruptedException {
        return Adapter.must(of(wire), "name");
    }

    private static JsonNode of(Wire wire) throws Trouble, InterruptedException {
        return wire.get("/projects/" + Wire.encoded(wire.project()) + ".json").path("project");
    }

    @Override
    public There create(Wire wire, Draft draft) throws Trouble, InterruptedException {
        Map<String, Object> issue = new TreeMap<>(Map.of(
                "project_id", Adapter.must(of(wire), "id"),
                "subject", draft.title(),
                "description", draft.text()));
        if (draft.due() != null) {
            issue.put("due_date", draft.due().toString());
        }
        return there(wire, wire.postJson("/issues.json", Map.of("issue", issue)).path("issue"));
    }

    @Override
    public Map<String, There> read(Wire wire, List<String> refs) throws Trouble, InterruptedException {
        Set<String> closed = new TreeSet<>();
        for (JsonNode status : Adapter.elements(wire.get("/issue_statuses.json").path("issue_statuses"))) {
            if (status.path("is_closed").asBoolean(false)) {
                closed.add(Adapter.must(status, "id"));
            }
        }
        String ids = refs.stream().map(Wire::encoded).collect(Collectors.joining(","));
        List<There> found = new ArrayList<>();
        for (JsonNode one : Adapter.elements(
                wire.get("/issues.json?status_id=*&limit=100&issue_id=" + ids).path("issues"))) {
            found.add(there(wire, one, closed));
        }
        return Adapter.all(found);
    }

    @Override
    public There there(Wire wire, JsonNode said) throws Trouble {
        return there(wire, said, Set.of());
    }

    private static There there(Wire wire, JsonNode said, Set<String> closed) throws Trouble {
        String id = Adapter.must(said, "id");
        return new There(
                id,
                "#" + id,
                wire.base() + "/issues/" + Wire.encoded(id),
                said.path("status").path("name").asString(""),
                closed.contains(said.path("status").path("id").asString("")),
                said.path("assigned_to").path("name").asString(""));
    }
}
