#!/usr/bin/env python3
"""Makes the test forms: writes flat OpenDocument sheets and has LibreOffice save them as xlsx.

    python3 make-forms.py [FOLDER]

The forms are our own inventions. They stand for layouts that a checklist plausibly has; none copies a form of IPA.
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile
from xml.sax.saxutils import escape, quoteattr

NS = " ".join(f'xmlns:{p}="{u}"' for p, u in {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "of": "urn:oasis:names:tc:opendocument:xmlns:of:1.2",
    "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
}.items())

CRITERIA = [
    ("01", "IP通信を介したアクセスに認証を求める。", "Access over IP is authenticated."),
    ("02", "デフォルトパスワードは、①個体ごとに異なる、または②初回に変更させる。", "Default passwords differ for each unit or are changed at first start."),
    ("03", "認証値を変更できる。", "Authentication values can be changed."),
    ("04", "総当たり攻撃を困難にする。", "Guessing is made hard."),
    ("05", "脆弱性開示ポリシーを公開する。", "A disclosure policy is published."),
    ("06", "アップデートできる。", "Software can be updated."),
    ("07", "容易な手順でアップデートできる。", "Updating is easy."),
    ("08", "アップデートの完全性を確認する。", "Updates are checked for integrity."),
    ("09", "優先度の方針を文書化する。", "A priority policy is written down."),
    ("10", "型番を利用者に示す。", "The model number is shown."),
    ("11", "情報資産を安全に保存する。", "Assets are stored safely."),
    ("12", "情報資産を安全に送る。", "Assets are sent safely."),
    ("13", "不要な機能を無効にし、既知の脆弱性を検査する。", "Unneeded interfaces are off; a scan was made."),
    ("14", "停電や切断のあとも設定を保つ。", "Settings survive outages."),
    ("15", "データを消去できる。", "Data can be erased."),
    ("16", "利用者に情報を提供する。", "Users are informed."),
]
WORDS = '"適合";"不適合";"非該当"'


class Sheet:
    """Cells by (row, column), from 0."""

    def __init__(self, name, widths, protected=False, printed=None):
        self.name, self.widths, self.protected, self.printed = name, widths, protected, printed
        self.cells, self.spans, self.hidden, self.display = {}, {}, set(), True
        self.conditional = ""

    def put(self, row, column, text="", style="body", rows=1, columns=1, validation=None, formula=None):
        self.cells[row, column] = (text, style, validation, formula)
        if rows > 1 or columns > 1:
            self.spans[row, column] = (rows, columns)

    def xml(self):
        covered = {}
        for (r, c), (rows, columns) in self.spans.items():
            for i in range(rows):
                for j in range(columns):
                    if (i, j) != (0, 0):
                        covered[r + i, c + j] = self.cells[r, c][1]
        last_row = max(r for r, _ in [*self.cells, *covered])
        last_column = max(len(self.widths) - 1, max(c for _, c in [*self.cells, *covered]))
        out = [f'<table:table table:name={quoteattr(self.name)} table:style-name="{"shown" if self.display else "unshown"}"']
        if self.protected:
            out.append(' table:protected="true"')
        if self.printed:
            out.append(f' table:print-ranges={quoteattr(self.printed)}')
        out.append(">")
        for w in self.widths:
            out.append(f'<table:table-column table:style-name="w{w}"/>')
        for r in range(last_row + 1):
            out.append(f'<table:table-row{" table:visibility=%scollapse%s" % (chr(34), chr(34)) if r in self.hidden else ""}>')
            for c in range(last_column + 1):
                if (r, c) in covered:
                    out.append(f'<table:covered-table-cell table:style-name="{covered[r, c]}"/>')
                    continue
                if (r, c) not in self.cells:
                    out.append("<table:table-cell/>")
                    continue
                text, style, validation, formula = self.cells[r, c]
                a = f' table:style-name="{style}"'
                if (r, c) in self.spans:
                    rows, columns = self.spans[r, c]
                    a += f' table:number-rows-spanned="{rows}" table:number-columns-spanned="{columns}"'
                if validation:
                    a += f' table:content-validation-name="{validation}"'
                if formula:
                    a += f' table:formula={quoteattr("of:=" + formula)} office:value-type="float" office:value="0"'
                    out.append(f"<table:table-cell{a}><text:p>0</text:p></table:table-cell>")
                elif isinstance(text, int):
                    out.append(f'<table:table-cell{a} office:value-type="float" office:value="{text}"><text:p>{text}</text:p></table:table-cell>')
                else:
                    paragraphs = "".join(f"<text:p>{escape(p)}</text:p>" for p in text.split("\n")) if text else ""
                    kind = ' office:value-type="string"' if text else ""
                    out.append(f"<table:table-cell{a}{kind}>{paragraphs}</table:table-cell>")
            out.append("</table:table-row>")
        out.append(self.conditional)
        out.append("</table:table>")
        return "".join(out)


def validation(name, condition, base):
    return (f'<table:content-validation table:name="{name}" table:condition={quoteattr("of:" + condition)} '
            f'table:allow-empty-cell="true" table:base-cell-address={quoteattr(base)}/>')


def document(sheets, validations=(), names=""):
    def style(name, background="", extra=""):
        return (f'<style:style style:name="{name}" style:family="table-cell" style:parent-style-name="Default">'
                f'<style:table-cell-properties fo:wrap-option="wrap" fo:border="0.5pt solid #808080" style:vertical-align="top" {background} {extra}/>'
                "</style:style>")
    widths = sorted({w for s in sheets for w in s.widths})
    styles = "".join(
        f'<style:style style:name="w{w}" style:family="table-column"><style:table-column-properties style:column-width="{w}mm"/></style:style>'
        for w in widths)
    styles += style("body") + style("head", 'fo:background-color="#d9e2f3"') + style("answer", 'fo:background-color="#fff2cc"', 'style:cell-protect="none"')
    styles += '<style:style style:name="title" style:family="table-cell" style:parent-style-name="Default"><style:text-properties fo:font-size="14pt" fo:font-weight="bold"/></style:style>'
    styles += '<style:style style:name="shown" style:family="table"><style:table-properties table:display="true"/></style:style>'
    styles += '<style:style style:name="unshown" style:family="table"><style:table-properties table:display="false"/></style:style>'
    checks = f"<table:content-validations>{''.join(validations)}</table:content-validations>" if validations else ""
    return (f'<?xml version="1.0" encoding="UTF-8"?><office:document {NS} office:version="1.3" '
            'office:mimetype="application/vnd.oasis.opendocument.spreadsheet">'
            '<office:styles><style:style style:name="Default" style:family="table-cell"/>'
            '<style:style style:name="Red" style:family="table-cell" style:parent-style-name="Default"><style:table-cell-properties fo:background-color="#ffc7ce"/></style:style></office:styles>'
            f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>"
            f"{checks}{''.join(s.xml() for s in sheets)}{names}</office:spreadsheet></office:body></office:document>")


def merged_table():
    """Two header rows, groups, merged numbers with sub-items in rows of their own, explicit list, basic information, formulas over the answers."""
    basic = Sheet("基本情報", [45, 60, 30])
    basic.put(0, 0, "基本情報シート", "title")
    rows = [("製造業者名", ""), ("製品名", ""), ("シリーズ名", ""), ("型番(複数の場合はすべて)", ""), ("ファームウェアバージョン", ""),
            ("電気通信事業法に基づく技術基準適合認定番号等\n(技適[T]マークの設計認証番号又は[A]マークの技術基準適合認定番号)", ""),
            ("サポート期限", ""), ("必須付随サービス", ""), ("適合基準の数", "=")]
    for i, (label, value) in enumerate(rows):
        basic.put(i + 2, 0, label, "head")
        if value == "=":
            basic.put(i + 2, 1, style="body", columns=2, formula='COUNTIF([チェックリスト.F6:.F40];"適合")')
        else:
            basic.put(i + 2, 1, value, "answer", columns=2)
    s = Sheet("チェックリスト", [22, 10, 60, 30, 30, 20, 60, 50, 30], printed="チェックリスト.A1:チェックリスト.I40")
    s.put(0, 0, "★1 適合基準 チェックリスト(テスト用)", "title", columns=9)
    s.put(1, 0, "黄色のセルに記入してください。", "body", columns=9)
    for c, text in enumerate(["適合基準番号", "項", "適合基準", "評価手法", "必要なエビデンスの例"]):
        s.put(3, c, text, "head", rows=2)
    s.put(3, 5, "自己評価", "head", columns=3)
    for c, text in enumerate(["評価結果", "判断理由", "エビデンス(文書名)"]):
        s.put(4, 5 + c, text, "head")
    s.put(3, 8, "IPA確認結果", "head", rows=2)
    row = 5
    for number, ja, _ in CRITERIA:
        subs = {"02": ["①", "②"], "13": ["①A", "①B", "①C", "②"]}.get(number, [""])
        s.put(row, 0, f"S1.1-{number}", "body", rows=len(subs))
        for i, sub in enumerate(subs):
            s.put(row + i, 1, sub, "body")
            s.put(row + i, 2, ja if not sub else f"{sub} の内容", "body")
            s.put(row + i, 3, "文書評価", "body")
            s.put(row + i, 4, "仕様書など", "body")
            s.put(row + i, 5, "", "answer", validation="verdict")
            s.put(row + i, 6, "", "answer")
            s.put(row + i, 7, "", "answer")
            s.put(row + i, 8, "", "body")
        row += len(subs)
    s.hidden.add(5 + 8)
    s.conditional = ('<calcext:conditional-formats><calcext:conditional-format calcext:target-range-address="チェックリスト.F6:チェックリスト.F40">'
                     '<calcext:condition calcext:apply-style-name="Red" calcext:value="=&quot;不適合&quot;" calcext:base-cell-address="チェックリスト.F6"/>'
                     "</calcext:conditional-format></calcext:conditional-formats>")
    names = ('<table:named-expressions><table:named-range table:name="answers" table:base-cell-address="$チェックリスト.$F$6" '
             'table:cell-range-address="$チェックリスト.$F$6:.$H$40"/></table:named-expressions>')
    return document([basic, s], [validation("verdict", f"cell-content-is-in-list({WORDS})", "チェックリスト.F6")], names)


def checkbox_columns():
    """One column for each verdict, numbers broken over two lines, an example row, one column for reason and evidence."""
    s = Sheet("自己適合宣言", [18, 60, 14, 14, 14, 70])
    s.put(0, 0, "自己評価記録", "title")
    s.put(2, 0, "基準番号", "head", rows=2)
    s.put(2, 1, "適合基準", "head", rows=2)
    s.put(2, 2, "評価結果(いずれかに○)", "head", columns=3)
    s.put(2, 5, "理由・エビデンス", "head", rows=2)
    for c, text in enumerate(["適合", "不適合", "非該当"]):
        s.put(3, 2 + c, text, "head")
    s.put(4, 0, "(例)", "body")
    s.put(4, 1, "S1.1-01 の書き方", "body")
    s.put(4, 2, "○", "body")
    s.put(4, 5, "仕様書 3章に記載", "body")
    for i, (number, ja, _) in enumerate(CRITERIA):
        s.put(5 + i, 0, f"S1.1-\n{number}", "body")
        s.put(5 + i, 1, ja, "body")
        for c in range(3):
            s.put(5 + i, 2 + c, "□" if i % 2 else "", "answer")
        s.put(5 + i, 5, "", "answer", validation="length")
    return document([s], [validation("length", "cell-content-text-length()<=120", "自己適合宣言.F6")])


def range_list():
    """The list of words stands on a hidden sheet and has only its own words; full-width numbers; a 備考 beside the reason."""
    s = Sheet("適合状況", [25, 60, 30, 60, 40, 30])
    for c, text in enumerate(["No.", "要求事項", "判定", "根拠", "参照資料", "備考"]):
        s.put(2, c, text, "head")
    s.put(0, 0, "適合状況一覧", "title")
    wide = str.maketrans("S0123456789.-", "Ｓ０１２３４５６７８９．－")
    for i, (number, ja, _) in enumerate(CRITERIA):
        s.put(3 + i, 0, f"S1.1-{number}".translate(wide), "body")
        s.put(3 + i, 1, ja, "body")
        s.put(3 + i, 2, "", "answer", validation="words")
        for c in (3, 4, 5):
            s.put(3 + i, c, "", "answer")
    words = Sheet("リスト", [40])
    words.display = False
    for i, word in enumerate(["適合する", "適合しない", "みなし適合(認定番号を記載)", "S1.1-01 を参照"]):
        words.put(i, 0, word)
    return document([s, words], [validation("words", "cell-content-is-in-list([$リスト.$A$1:.$A$4])", "適合状況.C4")])


def blocks():
    """Each criterion is a block: number, then labels with a merged cell to the right; boxes in one cell."""
    s = Sheet("評価シート", [30, 30, 40, 40])
    s.put(0, 0, "評価シート", "title")
    row = 2
    for number, ja, _ in CRITERIA:
        s.put(row, 0, f"【S1.1‐{number}】 {ja}", "head", columns=4)
        s.put(row + 1, 0, "評価結果", "head")
        s.put(row + 1, 1, "□適合　□不適合　□非該当", "answer", columns=3)
        s.put(row + 2, 0, "判断理由", "head")
        s.put(row + 2, 1, "", "answer", columns=3)
        s.put(row + 3, 0, "証跡", "head")
        s.put(row + 3, 1, "", "answer", columns=3)
        row += 5
    return document([s])


def english():
    """English, basic information beside and below labels, 'N/A' in the list."""
    info = Sheet("Basic information", [45, 60, 40])
    info.put(0, 0, "Basic information", "title")
    info.put(2, 0, "Manufacturer", "head")
    info.put(2, 1, "", "answer")
    info.put(3, 0, "Product name", "head")
    info.put(3, 1, "", "answer")
    for c, label in enumerate(["Model number", "Firmware version", "End of support"]):
        info.put(5, c, label, "head")
        info.put(6, c, "", "answer")
    s = Sheet("Checklist", [20, 70, 25, 70, 50, 40])
    s.put(0, 0, "Conformity checklist (test form)", "title", columns=6)
    for c, text in enumerate(["Criterion", "Text", "Result", "Rationale", "Evidence / Reference", "Assessor's remarks"]):
        s.put(2, c, text, "head")
    for i, (number, _, en) in enumerate(CRITERIA):
        s.put(3 + i, 0, f"S1.1-{number}", "body")
        s.put(3 + i, 1, en, "body")
        s.put(3 + i, 2, "", "answer", validation="result")
        for c in (3, 4):
            s.put(3 + i, c, "", "answer")
        s.put(3 + i, 5, "", "body")
    return document([info, s], [validation("result", 'cell-content-is-in-list("Pass";"Fail";"N/A")', "Checklist.C4")])


def split_cells():
    """S1.1- and the number in two cells, sub-items in the number's row, a protected sheet with open answer cells, a table that begins anew with a header of its own."""
    s = Sheet("様式", [16, 12, 60, 25, 60, 50], protected=True)
    s.put(0, 0, "様式(保護あり)", "title")
    row = 2
    for part in (CRITERIA[:8], CRITERIA[8:]):
        order = ["適否", "説明(適合と判断した理由)", "添付資料"] if part[0][0] == "01" else ["添付資料", "適否", "説明(適合と判断した理由)"]
        for c, text in enumerate(["番号", "", "基準の内容", *order]):
            s.put(row, c, text, "head")
        row += 1
        s.put(row, 0, "S1.1-", "body", rows=len(part))
        for number, ja, _ in part:
            s.put(row, 1, int(number), "body")
            s.put(row, 2, ja, "body")
            for c in (3, 4, 5):
                s.put(row, c, "", "answer" if number != "05" else "body")
            row += 1
        row += 1
    return document([s])


def several_sheets():
    """A list of criteria without answers, checklists on two sheets, a filled example sheet, an earlier answer, a formula in an answer cell."""
    index = Sheet("一覧", [30, 80])
    index.put(0, 0, "適合基準番号", "head")
    index.put(0, 1, "適合基準", "head")
    for i, (number, ja, _) in enumerate(CRITERIA):
        index.put(1 + i, 0, f"S1.1-{number}")
        index.put(1 + i, 1, ja)
    out = [index]
    for name, part in (("認証・更新", CRITERIA[:9]), ("保護・情報", CRITERIA[9:]), ("記入例", CRITERIA[:2])):
        s = Sheet(name, [25, 60, 30, 60, 50])
        for c, text in enumerate(["適合基準", "内容", "結果\n(適合/不適合/非該当)", "理由", "証拠"]):
            s.put(0, c, text, "head")
        for i, (number, ja, _) in enumerate(part):
            s.put(1 + i, 0, f"S1.1－{number}")
            s.put(1 + i, 1, ja)
            example = name == "記入例"
            s.put(1 + i, 2, "適合" if example else "", "answer")
            s.put(1 + i, 3, "仕様書のとおり" if example else "", "answer")
            s.put(1 + i, 4, "仕様書" if example else "", "answer")
        if name == "認証・更新":
            s.put(3, 3, "前回の理由", "answer")
            s.put(4, 2, "", "answer", formula='IF([.D5]="";"";"適合")')
        out.append(s)
    return document(out)


def unknown():
    """Nothing to recognise: bare numbers and words of somebody's own."""
    s = Sheet("Sheet1", [20, 60, 40, 40, 40])
    for c, text in enumerate(["#", "テーマ", "あなたの答え", "くわしく", "ファイル"]):
        s.put(0, c, text, "head")
    for i, (number, ja, _) in enumerate(CRITERIA):
        s.put(1 + i, 0, int(number))
        s.put(1 + i, 1, ja)
        for c in (2, 3, 4):
            s.put(1 + i, c, "", "answer")
    return document([s])


FORMS = [merged_table, checkbox_columns, range_list, blocks, english, split_cells, several_sheets, unknown]

if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent)
    with tempfile.TemporaryDirectory() as temp:
        sources = []
        for form in FORMS:
            source = pathlib.Path(temp) / (form.__name__.replace("_", "-") + ".fods")
            source.write_text(form(), encoding="utf-8")
            sources.append(str(source))
        subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{temp}/profile", "--convert-to", "xlsx:Calc MS Excel 2007 XML",
                        "--outdir", temp, *sources], check=True)
        for source in sources:
            made = pathlib.Path(source).with_suffix(".xlsx")
            shutil.copy(made, folder / made.name)
