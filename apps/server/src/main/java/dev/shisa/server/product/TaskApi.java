package dev.shisa.server.product;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.Listing;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.web.TaskSource;
import dev.shisa.server.platform.web.Ui;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What waits for the holder of a token, as far as the token may settle it. */
@Controller
class TaskApi {

    private final Tasks tasks;

    TaskApi(Tasks tasks) {
        this.tasks = tasks;
    }

    /** A task in words; {@code page} is where a person settles it. */
    record TaskBody(String state, String sentence, @Nullable LocalDate due, String who, String about, String page) {}

    /** The soonest first, those without a day last. */
    @GetMapping("/api/v1/tasks")
    @Requires(Act.VIEW)
    @Operation(id = "task.list")
    Answer<Listing<TaskBody>> list(@AuthenticationPrincipal Person person, @ModelAttribute("ui") Ui ui) {
        return Answer.of(new Listing<>(
                tasks.of(person, ui.locale()).stream().map(TaskApi::body).toList(), null));
    }

    private static TaskBody body(TaskSource.Task task) {
        return new TaskBody(task.shape(), task.sentence(), task.due(), task.who(), task.about(), task.href());
    }
}
