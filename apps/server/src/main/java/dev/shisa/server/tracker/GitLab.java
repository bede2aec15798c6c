package dev.shisa.server.tracker;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** GitLab REST API v4 (docs.gitlab.com/api/issues): the path of a project as one encoded part, issues by their number in it. */
record GitLab() implements Adapter {

    private static String project(Wire wire, String path) {
        return "/api/v4/projects/" + Wire.encoded(wire.project()) + path;
    }

    @Override
    public Map<String, String> headers(Wire wire) {
        return Map.of("PRIVATE-TOKEN", wire.token());
    }

    @Override
    public String project(Wire wire) throws Trouble, InterruptedException {
        return Adapter.must(wire.get(project(wire, "")), "name_with_namespace");
    }

    @Override
    public There create(Wire wire, Draft draft) throws Trouble, InterruptedException {
        Map<String, Object> body = new TreeMap<>(Map.of("title", draft.title(), "description", draft.text()));
        if (draft.due() != null) {
            body.put("due_date", draft.due().toString());
        }
        return there(wire, wire.postJson(project(wire, "/issues"), body));
    }

    @Override
    public Map<String, There> read(Wire wire, List<String> refs) throws Trouble, InterruptedException {
        String numbers =
                refs.stream().map(ref -> "iids%5B%5D=" + Wire.encoded(ref)).collect(Collectors.joining("&"));
        List<There> found = new ArrayList<>();
        for (JsonNode one : Adapter.elements(wire.get(project(wire, "/issues?per_page=100&" + numbers)))) {
            found.add(there(wire, one));
        }
        return Adapter.all(found);
    }

    @Override
    public There there(Wire wire, JsonNode said) throws Trouble {
        String number = Adapter.must(said, "iid");
        String state = Adapter.must(said, "state");
        return new There(
                number,
                "#" + number,
                Adapter.page(said, "web_url"),
                state,
                state.equals("closed"),
                said.path("assignees").path(0).path("name").asString(""));
    }
}
