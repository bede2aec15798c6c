package dev.shisa.server.platform.backup;

/** The plan as typed on the settings page. */
public record BackupForm(
        String folder,
        String key,
        String recipient,
        String passphrase,
        String identity,
        String hour,
        String daily,
        String weekly,
        String monthly) {

    public BackupForm {
        folder = clean(folder);
        key = clean(key);
        recipient = clean(recipient);
        passphrase = passphrase == null ? "" : passphrase;
        identity = clean(identity);
        hour = clean(hour);
        daily = clean(daily);
        weekly = clean(weekly);
        monthly = clean(monthly);
    }

    static BackupForm empty() {
        Retention keep = Retention.STANDARD;
        return new BackupForm(
                "",
                "recipient",
                "",
                "",
                "",
                Integer.toString(BackupPlan.HOUR),
                Integer.toString(keep.daily()),
                Integer.toString(keep.weekly()),
                Integer.toString(keep.monthly()));
    }

    static BackupForm of(BackupPlan plan) {
        return new BackupForm(
                plan.folder(),
                plan.withPassphrase() ? "passphrase" : "recipient",
                plan.recipient(),
                "",
                "",
                Integer.toString(plan.hour()),
                Integer.toString(plan.daily()),
                Integer.toString(plan.weekly()),
                Integer.toString(plan.monthly()));
    }

    boolean withPassphrase() {
        return key.equals("passphrase");
    }

    private static String clean(String text) {
        return text == null ? "" : text.strip();
    }

    /** Never a secret. */
    @Override
    public String toString() {
        return folder + " " + key;
    }
}
