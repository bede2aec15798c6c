package dev.shisa.server.application;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** A field of the basic-information sheet (基本情報) that the register can fill, with the labels under which forms ask for it. */
public enum BasicField {
    MODEL_NUMBERS("型番", "製品型番", "型式", "型名", "モデル番号", "model number", "model numbers", "model", "type designation"),
    PRODUCT_NAME("製品名", "製品名称", "iot製品名", "対象製品名", "製品の名称", "product name", "name of product"),
    SERIES("シリーズ", "シリーズ名", "製品シリーズ", "製品シリーズ名", "series", "product series", "series name"),
    KIND("製品類型", "製品分類", "製品種別", "製品カテゴリ", "製品カテゴリー", "製品の種類", "product category", "product type"),
    FIRMWARE(
            "ファームウェアバージョン",
            "ソフトウェアバージョン",
            "ファームウェア版数",
            "ファームウェアのバージョン",
            "ファームウェア(ソフトウェア)バージョン",
            "ファームウェア/ソフトウェアバージョン",
            "対象バージョン",
            "firmware version",
            "software version"),
    MAKER(
            "製造業者名",
            "製造業者",
            "製造事業者名",
            "製造者名",
            "申請者名",
            "申請事業者名",
            "会社名",
            "法人名",
            "事業者名",
            "manufacturer",
            "manufacturer name",
            "company name",
            "applicant"),
    CERTIFICATION("certification number", "technical conformity certification number"),
    PSTI("psti", "psti適合宣言", "psti法適合宣言", "psti statement of compliance"),
    SUPPORT_END(
            "サポート期限",
            "サポート終了日",
            "サポート終了予定日",
            "サポート期間",
            "セキュリティサポート期限",
            "セキュリティアップデート提供期限",
            "support end date",
            "end of support",
            "support period"),
    SERVICES(
            "必須付随サービス", "付随サービス", "必須サービス", "required services", "required associated services", "associated services"),
    EVALUATOR("評価主体", "評価実施者", "評価者区分", "evaluator", "assessed by"),
    CONTACT("脆弱性報告窓口", "脆弱性情報の連絡先", "脆弱性の連絡先", "vulnerability contact", "security contact"),
    URL("製品情報url", "製品ページ", "製品ページurl", "製品紹介url", "製品情報ページ", "product url", "product page");

    private static final Pattern NUMBERING =
            Pattern.compile("^[※*★■□●○◆◇・]*(?:[(]?\\d{1,2}(?:[-.]\\d{1,2})?[).、:]|[①-⑳])?|[:;*※]+$");
    private static final Pattern REMARK = Pattern.compile("[(\\[【][^)\\]】]*[)\\]】]$");
    private static final int LABEL_MAX = 60;

    @SuppressWarnings("ImmutableEnumChecker") // a list that cannot change
    private final List<String> labels;

    BasicField(String... labels) {
        this.labels = Arrays.stream(labels).map(Spelling::squeeze).toList();
    }

    /** The name in messages. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The field that a label asks for. */
    static Optional<BasicField> of(String label) {
        String full = Spelling.squeeze(label);
        if (full.isEmpty() || full.length() > LABEL_MAX) {
            return Optional.empty();
        }
        String plain =
                NUMBERING.matcher(full).replaceAll("").replaceAll("[(\\[]?(?:必須|任意|required|optional)[)\\]]?$", "");
        if (plain.contains("技術基準適合認定") || plain.contains("設計認証番号") || plain.contains("技適番号")) {
            return Optional.of(CERTIFICATION);
        }
        String bare = REMARK.matcher(plain).replaceAll("");
        return Arrays.stream(values())
                .filter(field -> field.labels.contains(plain) || field.labels.contains(bare))
                .findFirst();
    }
}
