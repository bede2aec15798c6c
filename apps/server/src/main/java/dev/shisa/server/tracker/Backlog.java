package dev.shisa.server.tracker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Backlog API version 2 (developer.nulab.com/docs/backlog): the key of a user as the parameter {@code apiKey}, forms, dates as
 * {@code yyyy-MM-dd}. Of the states of a project 4 is always "closed".
 */
record Backlog() implements Adapter {

    private static final int CLOSED = 4;

    /** Of the priorities the middle one; nobody has said that it is anything else. */
    private static final int NORMAL = 3;

    private static String path(Wire wire, String path) {
        return "/api/v2/" + path + (path.contains("?") ? "&" : "?") + "apiKey=" + Wire.encoded(wire.token());
    }

    @Override
    public Map<String, String> headers(Wire wire) {
        return Map.of();
    }

    @Override
    public String project(Wire wire) throws Trouble, InterruptedException {
        return Adapter.must(of(wire), "name");
    }

    private static JsonNode of(Wire wire) throws Trouble, InterruptedException {
        return wire.get(path(wire, "projects/" + Wire.encoded(wire.project())));
    }

    @Override
    public There create(Wire wire, Draft draft) throws Trouble, InterruptedException {
        Map<String, String> form = new HashMap<>();
        form.put("projectId", Adapter.must(of(wire), "id"));
        form.put("issueTypeId", type(wire));
        form.put("priorityId", Integer.toString(NORMAL));
        form.put("summary", draft.title());
        form.put("description", draft.text());
        if (draft.due() != null) {
            form.put("dueDate", draft.due().toString());
        }
        return there(wire, wire.postForm(path(wire, "issues"), form));
    }

    /** The kind that the project lists first: each has one at least. */
    private static String type(Wire wire) throws Trouble, InterruptedException {
        List<JsonNode> types =
                Adapter.elements(wire.get(path(wire, "projects/" + Wire.encoded(wire.project()) + "/issueTypes")));
        if (types.isEmpty()) {
            throw Trouble.unreadable().ofLooking();
        }
        return Adapter.must(types.getFirst(), "id");
    }

    @Override
    public Map<String, There> read(Wire wire, List<String> refs) throws Trouble, InterruptedException {
        String ids = refs.stream().map(ref -> "id%5B%5D=" + Wire.encoded(ref)).collect(Collectors.joining("&"));
        List<There> found = new ArrayList<>();
        for (JsonNode one : Adapter.elements(wire.get(path(wire, "issues?count=100&" + ids)))) {
            found.add(there(wire, one));
        }
        return Adapter.all(found);
    }

    @Override
    public There there(Wire wire, JsonNode said) throws Trouble {
        String key = Adapter.must(said, "issueKey");
        return new There(
                Adapter.must(said, "id"),
                key,
                wire.base() + "/view/" + Wire.encoded(key),
                said.path("status").path("name").asString(""),
                said.path("status").path("id").asInt(0) == CLOSED,
                said.path("assignee").path("name").asString(""));
    }
}
