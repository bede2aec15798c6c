package dev.shisa.server.inbox;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.Listing;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.web.TaskSource;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What waits for the holder of a token, as far as the token may settle it. */
@Controller
class TaskApi {

    private final Inbox inbox;
    private final Products products;

    TaskApi(Inbox inbox, Products products) {
        this.inbox = inbox;
        this.products = products;
    }

    /**
     * A task in words; {@code page} is where a person settles it.
     *
     * @param key what it is, the same in every language and for everybody
     * @param kind one of the kinds of the inbox
     * @param importance place of the kind: 1 is the most important
     * @param series code of the product that it is about; null: none
     * @param place own, open (for anybody who may do it), others, later or aside
     */
    record TaskBody(
            String state,
            String sentence,
            @Nullable LocalDate due,
            String who,
            String about,
            String page,
            String key,
            String kind,
            int importance,
            @Nullable String series,
            String place) {}

    /** The soonest first, those without a day last. */
    @GetMapping("/api/v1/tasks")
    @Requires(Act.VIEW)
    @Operation(id = "task.list")
    Answer<Listing<TaskBody>> list(@AuthenticationPrincipal Person person, @ModelAttribute("ui") Ui ui) {
        List<Inbox.Entry> all = inbox.of(person, ui.locale()).stream()
                .filter(one -> Inbox.may(person, one.task()))
                .toList();
        Map<UUID, Series> series =
                products
                        .byIds(all.stream()
                                .flatMap(one -> Stream.ofNullable(one.task().series()))
                                .distinct()
                                .toList())
                        .stream()
                        .collect(Collectors.toMap(Series::id, Function.identity()));
        return Answer.of(new Listing<>(
                all.stream()
                        .sorted(Comparator.comparing(
                                one -> one.task().due(), Comparator.nullsLast(Comparator.naturalOrder())))
                        .map(one -> body(one, series))
                        .toList(),
                null));
    }

    private static TaskBody body(Inbox.Entry one, Map<UUID, Series> series) {
        TaskSource.Task task = one.task();
        UUID of = task.series();
        Series product = of == null ? null : series.get(of);
        return new TaskBody(
                task.shape(),
                task.sentence(),
                task.due(),
                one.who(),
                task.about(),
                task.href(),
                task.key(),
                task.kind().id(),
                task.kind().ordinal() + 1,
                product == null ? null : product.code(),
                one.place().id());
    }
}
