package dev.shisa.server.platform.backup;

import dev.shisa.server.platform.jobs.WorkStage;

/** What the settings page shows of runs. */
public final class BackupView {

    private BackupView() {}

    /**
     * One past run.
     *
     * @param state shape: met, recheck, not-met
     */
    public record RunRow(String when, String what, String state, String outcome, String result, String took) {}

    /** What is under way. */
    public record Now(String title, String words, WorkStage stage) {}
}
