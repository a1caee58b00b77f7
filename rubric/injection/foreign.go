package injection

import (
	"slices"
	"strings"
	"sync"
)

// hasForeign finds the commonest attempts in other languages: all parts of a row stand in the text.
func hasForeign(plain string) bool {
	rows := foreignStarts()
	if len(plain) < 3 {
		return false
	}
	left := rows.any // every row is looked for once, or one sentence without an end would take for ever
	a, b := plain[0], plain[1]
	for i := 2; i < len(plain); i++ {
		c := plain[i]
		at := threeBytes(a, b, c)
		a, b = b, c
		if left[at>>6]&(1<<(at&63)) == 0 {
			continue
		}
		left[at>>6] &^= 1 << (at & 63)
		for _, row := range rows.at[at] {
			if !slices.ContainsFunc(row, func(part string) bool { return !strings.Contains(plain, part) }) {
				return true
			}
		}
	}
	return false
}

// starts are the rows by the first three bytes of their last part, which hardly any English word has: so one look at
// every place of a sentence is nearly all the work. Others that share a place do no harm.
type starts struct {
	any [64]uint64 // whether there is a row at a place
	at  map[uint][][]string
}

var foreignStarts = sync.OnceValue(func() *starts {
	out := starts{at: map[uint][][]string{}}
	for _, row := range foreignRows {
		last := row[len(row)-1]
		at := threeBytes(last[0], last[1], last[2])
		out.any[at>>6] |= 1 << (at & 63)
		out.at[at] = append(out.at[at], row)
	}
	return &out
})

// threeBytes is a place below 4096 for three bytes.
func threeBytes(a, b, c byte) uint { return (uint(a) ^ uint(b)<<3 ^ uint(c)<<6) & 4095 }

var foreignRows = [][]string{
	{
		"ignorier",
		"anweisung",
	}, {"vergiss", "anweisung"}, {"missachte", "anweisung"}, {"volle punktzahl"}, {"beste note"},
	{"bestnote"}, {"bewerte", "antwort"}, {"höchste punktzahl"},
	{"ignore", "les instructions"}, {"ignorez", "instructions"}, {"oublie", "instructions"}, {"consignes précédentes"},
	{"note maximale"}, {"meilleure note"}, {"évalue", "cette réponse"},
	{"ignora", "instrucciones"}, {"olvida", "instrucciones"}, {"puntuación máxima"}, {"máxima puntuación"},
	{"calificación máxima"}, {"máxima calificación"}, {"mejor nota"}, {"califica", "respuesta"},
	{
		"ignore",
		"instruções",
	}, {"esqueça", "instruções"}, {"nota máxima"}, {"pontuação máxima"}, {"ignora", "istruzioni"},
	{"dimentica", "istruzioni"}, {"punteggio massimo"}, {"voto massimo"},
	{"negeer", "instructies"}, {"vergeet", "instructies"}, {"maximale score"}, {"hoogste cijfer"}, {"zignoruj",
		"instrukcj"}, {"maksymaln", "ocen"}, {"najwyższ", "ocen"}, {"pominąć", "instrukcj"},
	{"игнориру", "инструкц"}, {"проигнорируй", "инструкц"}, {"забудь", "инструкц"}, {"максимальн", "балл"}, {"высш",
		"балл"}, {"высш", "оценк"}, {"максимальн", "оценк"},
	{"忽略", "指令"}, {"忽略", "指示"}, {"忽略", "说明"}, {"忽略", "提示"}, {"无视", "指令"}, {"满分"}, {"最高分"}, {"评分"}, {"評分"}, {"無視", "指示"},
	{"無視", "命令"}, {"満点"}, {"採点"}, {"最高評価"},
	{"무시", "지시"}, {"무시", "명령"}, {"만점"}, {"최고 점수"}, {"önceki", "talimat"}, {"tam puan"}, {"en yüksek puan"}, {"تجاهل",
		"تعليمات"}, {"الدرجة الكاملة"}, {"निर्देश", "अनदेखा"}, {"पूरे अंक"},
	{"bỏ qua", "hướng dẫn"}, {"điểm tối đa"}, {"abaikan", "instruksi"}, {"nilai tertinggi"}, {"ігнору", "інструкц"},
	{"prüfer", "kriterien"}, {"kriterien", "erfüllt"}, {"évaluateur", "critères"}, {"critères", "remplis"},
	{"evaluador", "señales"}, {"criterios", "cumplidos"}, {"criteri", "soddisfatti"},
	{"ignorera", "instruktioner"}, {"högsta betyg"},
}
