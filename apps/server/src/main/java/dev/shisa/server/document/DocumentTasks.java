package dev.shisa.server.document;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.TaskKind;
import dev.shisa.server.platform.web.TaskSource;
import dev.shisa.server.product.Products;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** On Home: what waits for review and approval, what has to be looked at again, and what one was asked to read. */
@Component
class DocumentTasks implements TaskSource {

    /** More nobody reads; the list of documents shows the rest. */
    private static final int TASKS_MAX = 100;

    private final DocumentStore store;
    private final Documents documents;
    private final Products products;
    private final Messages messages;

    DocumentTasks(DocumentStore store, Documents documents, Products products, Messages messages) {
        this.store = store;
        this.documents = documents;
        this.products = products;
        this.messages = messages;
    }

    @Override
    public List<Task> tasks(Person person, Locale locale) {
        List<Task> tasks = new ArrayList<>();
        LocalDate today = documents.today();
        Set<UUID> archived = products.archived();
        Map<UUID, Document> seen = new HashMap<>();
        for (Document document : documents.visibleTo(person)) {
            UUID seriesId = document.seriesId();
            if (seriesId == null || !archived.contains(seriesId)) {
                seen.put(document.id(), document);
            }
        }
        Map<UUID, Version> present = new HashMap<>();
        if (!seen.isEmpty()) {
            documents.present().values().forEach(versions -> versions.forEach(v -> present.put(v.id(), v)));
        }
        store.unread().stream()
                .filter(u -> u.person().equals(person.id()) && present.containsKey(u.version()))
                .forEach(u -> {
                    Version version = java.util.Objects.requireNonNull(present.get(u.version()));
                    Document document = seen.get(version.documentId());
                    if (document != null) {
                        tasks.add(task("read", "clock", document, version, u.due(), locale));
                    }
                });
        boolean general = person.series().isEmpty();
        Set<UUID> doubted =
                store.doubts().stream().map(DocumentStore.Doubt::version).collect(Collectors.toSet());
        for (Version version : present.values().stream()
                .sorted(java.util.Comparator.comparing(Version::id))
                .toList()) {
            Document document = seen.get(version.documentId());
            if (document == null || (document.seriesId() == null && !general)) {
                continue;
            }
            boolean confirms = person.can(Act.CONFIRM);
            boolean approves =
                    confirms && (!document.kind().isPolicy() || person.roles().contains(Role.EXECUTIVE));
            switch (version.state()) {
                case IN_REVIEW -> {
                    if (confirms && documents.mayJudge(document, version, person)) {
                        tasks.add(task("review", "expected", document, version, null, locale));
                    }
                }
                case REVIEWED -> {
                    if (approves && documents.mayJudge(document, version, person)) {
                        tasks.add(task("approve", "expected", document, version, null, locale));
                    }
                }
                case APPROVED -> {
                    if (approves && documents.mayJudge(document, version, person)) {
                        tasks.add(task("enact", "expected", document, version, null, locale));
                    }
                }
                case IN_FORCE -> {
                    if (person.can(Act.ADD_EVIDENCE) && doubted.contains(version.id())) {
                        tasks.add(task("outdated", "recheck", document, version, null, locale));
                    }
                    if (person.can(Act.ADD_EVIDENCE) && version.isOverdue(today)) {
                        tasks.add(task(
                                "overdue",
                                "recheck",
                                document,
                                version,
                                version.revision().about().reviewBy(),
                                locale));
                    }
                }
                case DRAFT, SUPERSEDED, WITHDRAWN -> {}
            }
        }
        return tasks.stream().limit(TASKS_MAX).toList();
    }

    private Task task(
            String what,
            String shape,
            Document document,
            Version version,
            @org.jspecify.annotations.Nullable LocalDate due,
            Locale locale) {
        UUID seriesId = document.seriesId();
        return Task.of(
                        kind(what),
                        "document:" + version.id() + ":" + what,
                        shape,
                        messages.get(
                                locale,
                                "document.task." + what,
                                version.revision().content().title(locale),
                                version.number()),
                        new Way(messages.get(locale, "document.task." + what + ".act"), "/documents/" + document.id()))
                .due(due)
                .about(
                        seriesId == null
                                ? ""
                                : products.byId(seriesId).map(s -> s.name()).orElse(""))
                .of(seriesId);
    }

    private static TaskKind kind(String what) {
        return switch (what) {
            case "read" -> TaskKind.OWN;
            case "review", "approve", "enact" -> TaskKind.APPROVAL;
            default -> TaskKind.EXPIRED;
        };
    }
}
