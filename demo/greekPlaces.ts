import type { Names } from '../shared/roster.ts'

const TAGS = ['en', 'el', 'fr', 'de', 'it', 'nl', 'ar', 'ro', 'bg', 'sq', 'uk', 'ur'] as const

/** Names in the order of the panel's languages: those of a row are what a person of that language calls it. */
export const named = (row: string): Names =>
  Object.fromEntries(row.split('|').map((name, nth) => [TAGS[nth]!, name.trim()]))

const region = (id: string, row: string) => ({ id, names: named(row) })

/** The thirteen regions of Greece. */
export const REGIONS = [
  region(
    'attica',
    'Attica | Αττική | Attique | Attika | Attica | Attika | أتيكا | Attica | Атика | Atika | Аттика | اٹیکا',
  ),
  region(
    'central-macedonia',
    'Central Macedonia | Κεντρική Μακεδονία | Macédoine-Centrale | Zentralmakedonien | Macedonia Centrale | Centraal-Macedonië | مقدونيا الوسطى | Macedonia Centrală | Централна Македония | Maqedonia Qendrore | Центральна Македонія | وسطی مقدونیہ',
  ),
  region('crete', 'Crete | Κρήτη | Crète | Kreta | Creta | Kreta | كريت | Creta | Крит | Kreta | Крит | کریٹ'),
  region(
    'north-aegean',
    'North Aegean | Βόρειο Αιγαίο | Égée-Septentrionale | Nördliche Ägäis | Egeo Settentrionale | Noord-Egeïsche Eilanden | شمال إيجة | Egeea de Nord | Северен Егей | Egjeu Verior | Північні Егейські острови | شمالی ایجیئن',
  ),
  region(
    'south-aegean',
    'South Aegean | Νότιο Αιγαίο | Égée-Méridionale | Südliche Ägäis | Egeo Meridionale | Zuid-Egeïsche Eilanden | جنوب إيجة | Egeea de Sud | Южен Егей | Egjeu Jugor | Південні Егейські острови | جنوبی ایجیئن',
  ),
  region(
    'thessaly',
    'Thessaly | Θεσσαλία | Thessalie | Thessalien | Tessaglia | Thessalië | ثيساليا | Tesalia | Тесалия | Thesalia | Фессалія | تھیسالی',
  ),
  region(
    'west-greece',
    'Western Greece | Δυτική Ελλάδα | Grèce-Occidentale | Westgriechenland | Grecia Occidentale | West-Griekenland | غرب اليونان | Grecia de Vest | Западна Гърция | Greqia Perëndimore | Західна Греція | مغربی یونان',
  ),
  region(
    'central-greece',
    'Central Greece | Στερεά Ελλάδα | Grèce-Centrale | Mittelgriechenland | Grecia Centrale | Centraal-Griekenland | وسط اليونان | Grecia Centrală | Централна Гърция | Greqia Qendrore | Центральна Греція | وسطی یونان',
  ),
  region(
    'peloponnese',
    'Peloponnese | Πελοπόννησος | Péloponnèse | Peloponnes | Peloponneso | Peloponnesos | بيلوبونيز | Peloponez | Пелопонес | Peloponezi | Пелопоннес | پیلوپونیز',
  ),
  region(
    'epirus',
    'Epirus | Ήπειρος | Épire | Epirus | Epiro | Epirus | إبيروس | Epir | Епир | Epiri | Епір | ایپیروس',
  ),
  region(
    'east-macedonia',
    'Eastern Macedonia and Thrace | Ανατολική Μακεδονία και Θράκη | Macédoine-Orientale et Thrace | Ostmakedonien und Thrakien | Macedonia Orientale e Tracia | Oost-Macedonië en Thracië | مقدونيا الشرقية وتراقيا | Macedonia de Est și Tracia | Източна Македония и Тракия | Maqedonia Lindore dhe Trakia | Східна Македонія та Фракія | مشرقی مقدونیہ اور تھریس',
  ),
  region(
    'west-macedonia',
    'Western Macedonia | Δυτική Μακεδονία | Macédoine-Occidentale | Westmakedonien | Macedonia Occidentale | West-Macedonië | مقدونيا الغربية | Macedonia de Vest | Западна Македония | Maqedonia Perëndimore | Західна Македонія | مغربی مقدونیہ',
  ),
  region(
    'ionian',
    'Ionian Islands | Ιόνια Νησιά | Îles Ioniennes | Ionische Inseln | Isole Ionie | Ionische Eilanden | الجزر الأيونية | Insulele Ionice | Йонийски острови | Ishujt e Jonit | Іонічні острови | آیونی جزائر',
  ),
]
