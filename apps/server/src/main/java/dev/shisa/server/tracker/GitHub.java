package dev.shisa.server.tracker;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * GitHub REST API, version 2022-11-28 (docs.github.com/rest/issues): {@code api.github.com}, or {@code /api/v3} of an own server. An issue
 * has no day there; it stands in its text. One that was deleted is 404 or 410.
 */
record GitHub() implements Adapter {

    @Override
    public String api(Wire wire) {
        return "github.com".equals(URI.create(wire.base()).getHost())
                ? "https://api.github.com"
                : wire.base() + "/api/v3";
    }

    @Override
    public Map<String, String> headers(Wire wire) {
        return Map.of(
                "Accept",
                "application/vnd.github+json",
                "Authorization",
                "Bearer " + wire.token(),
                "X-GitHub-Api-Version",
                "2022-11-28");
    }

    private static String repository(Wire wire) {
        return "/repos/" + wire.project();
    }

    @Override
    public String project(Wire wire) throws Trouble, InterruptedException {
        return Adapter.must(wire.get(repository(wire)), "full_name");
    }

    @Override
    public There create(Wire wire, Draft draft) throws Trouble, InterruptedException {
        return there(
                wire,
                wire.postJson(repository(wire) + "/issues", Map.of("title", draft.title(), "body", draft.text())));
    }

    @Override
    public Map<String, There> read(Wire wire, List<String> refs) throws Trouble, InterruptedException {
        return Adapter.each(refs, ref -> {
            JsonNode said = wire.find(repository(wire) + "/issues/" + Wire.encoded(ref));
            return said == null ? Optional.empty() : Optional.of(there(wire, said));
        });
    }

    @Override
    public There there(Wire wire, JsonNode said) throws Trouble {
        String number = Adapter.must(said, "number");
        String state = Adapter.must(said, "state");
        return new There(
                number,
                "#" + number,
                Adapter.page(said, "html_url"),
                state,
                state.equals("closed"),
                said.path("assignee").path("login").asString(""));
    }
}
