package dev.shisa.server.supplier;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.TaskKind;
import dev.shisa.server.platform.web.TaskSource;
import dev.shisa.server.platform.web.Ui;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** On Home: answers that wait for a look, links that nobody used, contracts and decisions that end. */
@Component
record SupplierTasks(SupplierStore store, SupplierWords words, Messages messages, InstantSource clock)
        implements TaskSource {

    /** More nobody reads; the list of suppliers shows the rest. */
    private static final int TASKS_MAX = 50;

    /** So long before its end an unanswered link is reminded of. */
    private static final int REMIND_DAYS = 5;

    private static final int ANSWERS_DAYS = 30;

    @Override
    public List<Task> tasks(Person person, Locale locale) {
        if (!person.can(Act.ADD_EVIDENCE) || !person.series().isEmpty()) {
            return List.of();
        }
        List<Supplier> suppliers = store.suppliers(person.series()).stream()
                .filter(s -> !s.ended())
                .toList();
        if (suppliers.isEmpty()) {
            return List.of();
        }
        Instant now = clock.instant();
        SupplierWords.Book book = words.book(LocalDate.ofInstant(now, Ui.ZONE));
        List<Task> tasks = new ArrayList<>();
        for (Supplier supplier : suppliers) {
            of(supplier, book, now, locale, tasks);
            if (tasks.size() >= TASKS_MAX) {
                break;
            }
        }
        return tasks;
    }

    private void of(Supplier supplier, SupplierWords.Book book, Instant now, Locale locale, List<Task> tasks) {
        String here = SupplierWords.here(supplier);
        LocalDate today = book.today();
        Request request = book.requests().get(supplier.id());
        int waiting = request == null ? 0 : book.waiting().getOrDefault(request.id(), 0);
        if (request != null && waiting > 0) {
            tasks.add(
                    task(request.id(), "user", "waiting", null, here + "/questions", locale, supplier.name(), waiting));
        } else if (request != null && request.revokedAt() == null && request.submittedAt() == null) {
            LocalDate ends = LocalDate.ofInstant(request.expiresAt(), Ui.ZONE);
            if (ends.isBefore(today.plusDays(REMIND_DAYS))) {
                tasks.add(task(
                        request.id(),
                        "clock",
                        request.isOpen(now) ? "remind" : "unanswered",
                        ends,
                        here + "/questions",
                        locale,
                        supplier.name(),
                        request.recipient()));
            }
        }
        List<Contract> contracts = book.contracts().getOrDefault(supplier.id(), List.of());
        for (Contract contract : contracts) {
            LocalDate ends = contract.endsOn();
            boolean followed = contracts.stream().anyMatch(c -> isAfter(c, contract));
            if (ends != null && ends.isBefore(today.plusDays(SupplierWords.SOON_DAYS)) && !followed) {
                tasks.add(task(
                        contract.id(),
                        "clock",
                        ends.isBefore(today) ? "contract-over" : "contract",
                        ends,
                        here + "/contracts",
                        locale,
                        supplier.name(),
                        contract.title()));
            }
        }
        Standing standing = book.standing(supplier.id());
        String outcome = SupplierWords.outcome(supplier, standing);
        Decision decision = standing.decision();
        if (decision != null && (outcome.equals("over") || outcome.equals("again"))) {
            tasks.add(task(
                    supplier.id(), "recheck", "decision-" + outcome, decision.until(), here, locale, supplier.name()));
        }
        // Whoever was asked anew since has been reminded of it.
        UUID open = request == null || !request.isOpen(now) ? null : request.id();
        UUID answered = request == null || waiting == 0 ? null : request.id();
        List<LocalDate> ending = standing.reviews().values().stream()
                .filter(r -> r.until().isBefore(today.plusDays(ANSWERS_DAYS)))
                .filter(r -> (answered == null || Objects.equals(answered, r.request()))
                        && (open == null || Objects.equals(open, r.request())))
                .map(Review::until)
                .collect(Collectors.toList());
        if (!ending.isEmpty()) {
            tasks.add(task(
                    supplier.id(),
                    "clock",
                    "answers",
                    ending.stream().min(LocalDate::compareTo).orElse(null),
                    here + "/questions",
                    locale,
                    supplier.name(),
                    ending.size()));
        }
    }

    /** Whether another contract of the same kind goes on longer and settles as much. */
    private static boolean isAfter(Contract other, Contract contract) {
        LocalDate ends = contract.endsOn();
        return !other.id().equals(contract.id())
                && ends != null
                && (other.endsOn() == null || other.endsOn().isAfter(ends))
                && other.clauses().keySet().containsAll(contract.clauses().keySet())
                && other.kind().equals(contract.kind())
                && (other.series().isEmpty() || other.series().containsAll(contract.series()));
    }

    private Task task(
            UUID of, String shape, String what, @Nullable LocalDate due, String href, Locale locale, Object... args) {
        TaskKind kind = switch (what) {
            case "waiting" -> TaskKind.ANSWER;
            case "contract-over", "decision-over", "decision-again" -> TaskKind.EXPIRED;
            default -> TaskKind.EXPIRING;
        };
        return Task.of(
                        kind,
                        "supplier:" + of + ":" + what,
                        shape,
                        messages.get(locale, "supplier.task." + what, args),
                        new Way(messages.get(locale, "supplier.task." + what + ".act"), href))
                .due(due)
                .about(messages.get(locale, "supplier.list"))
                .needs(Act.ADD_EVIDENCE);
    }
}
