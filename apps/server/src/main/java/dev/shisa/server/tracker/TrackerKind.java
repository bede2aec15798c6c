package dev.shisa.server.tracker;

import java.util.Locale;
import java.util.regex.Pattern;

/** Which trackers can be connected, and what a project is called in each. */
enum TrackerKind {
    BACKLOG(new Backlog(), "[A-Z0-9_]{2,25}"),
    GITHUB(new GitHub(), "[A-Za-z0-9-]{1,39}/[A-Za-z0-9._-]{1,100}"),
    GITLAB(new GitLab(), "[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*"),
    JIRA(new Jira(), "[A-Z][A-Z0-9_]{1,19}"),
    REDMINE(new Redmine(), "[a-z0-9_-]{1,100}");

    @SuppressWarnings("ImmutableEnumChecker") // a record without components
    private final Adapter adapter;

    @SuppressWarnings("ImmutableEnumChecker") // a pattern never changes
    private final Pattern project;

    TrackerKind(Adapter adapter, String project) {
        this.adapter = adapter;
        this.project = Pattern.compile(project);
    }

    Adapter adapter() {
        return adapter;
    }

    /** Whether a project can be called so there. */
    boolean isProject(String name) {
        return project.matcher(name).matches() && !name.contains("..");
    }

    /** Whether an issue has a day of its own there; otherwise it stands in its text. */
    boolean hasDays() {
        return this != GITHUB;
    }

    /** Whether one request tells how many issues stand. */
    boolean isAskedForMany() {
        return this != GITHUB && this != JIRA;
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
