package dev.shisa.server.platform.backup;

/** What a folder of backups says about itself to whoever finds it. */
final class BackupFolderText {

    static final String TEXT = """
            Backups of Shisa / Shisaのバックアップ

            To restore: / 戻すには:

                ./shisa restore --from THIS_FOLDER --data NEW_FOLDER --passphrase-file FILE
                ./shisa restore --from THIS_FOLDER --data NEW_FOLDER --identity FILE

            Without Shisa, with the public programs age, tar and gunzip: / Shisaがないときは、公開のプログラムで開けます:

                age -d key.age > identity.txt                          (with a passphrase only / パスフレーズのときだけ)
                age -d -i identity.txt backups/ID/manifest.age | gunzip   what there is / 中身の一覧 (JSON)
                age -d -i identity.txt backups/ID/state.age | tar x       tables/NAME/*.copy.gz, files/...
                for p in $(grep -v : backups/ID/packs); do age -d -i identity.txt packs/$p.age | tar x; done

            A table is "COPY name FROM" of PostgreSQL, in parts: cat tables/NAME/*.copy.gz | gunzip
            A file whose manifest entry has several pieces is these, joined in their order.
            """;

    private BackupFolderText() {}
}
