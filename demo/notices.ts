import type { Ngo } from '../shared/roster.ts'

type Named = Pick<Ngo, 'name' | 'names' | 'phone'>

const named = ({ name, names, phone = '' }: Named, lang: string): { name: string; phone: string } => ({
  name: names?.[lang] ?? name,
  phone,
})

/** Where one complains, in Greece, where the demo's NGOs are; the rest is invented. */
const AUTHORITY = { phone: '+30 210 647 5600', mail: 'contact@dpa.gr' }
const PRIVACY = 'privacy@example.org'

/**
 * What an NGO tells about data (GDPR Art. 13), as a model in plain words: who, what for, by which right, who gets it, how long,
 * what the person may ask, where to complain. By language.
 */
export const NOTICES: Readonly<Record<string, (ngo: Named) => string>> = {
  en(ngo) {
    const { name, phone } = named(ngo, 'en')
    return `This is a demo. The organisation is invented.

# Who is responsible
${name} is responsible for your data.
Phone: ${phone}
Do you have a question about your data? Ask our privacy person: ${PRIVACY}

# What we do with it
- We use your answers to contact you in the way you chose.
- We use them to help you, if you want that.
- We do not use them for anything else.
- No computer decides about you.

# Why we may do this
You press “Send”. With that you say yes. This also counts for what you tell about health or danger. You can take your yes back later. What we did before stays right.
You do not have to tell us anything. Without a way to reach you, we cannot contact you. Then please call.

# Who can see it
- Only people who work at ${name} can open your message.
- A computer keeps the locked message for us. It cannot open it.
- We ask you before we tell another organisation.
- Sometimes the law says that we must tell someone. For example, a court, or when a child is in danger.
- We do not send it to countries outside Europe.

# How long we keep it
- If nobody opens it: 14 days.
- When our work with you ends: 30 more days.
- Copies for emergencies: 7 days after that.
- Our workers may keep notes. Ask us how long.

# What you can ask us
- To see what we have about you.
- To correct it.
- To delete it.
- To stop for some time.
- To get a copy that you can take with you.
It costs nothing. We answer within a month. Please tell us our word, so that we know it is you.

# If you are not happy
You can complain to the data protection authority. In Greece: ${AUTHORITY.phone}, ${AUTHORITY.mail}`
  },
  el(ngo) {
    const { name, phone } = named(ngo, 'el')
    return `Αυτό είναι δοκιμή (demo). Η οργάνωση δεν υπάρχει.

# Ποιος είναι υπεύθυνος
Υπεύθυνος για τα δεδομένα σας: ${name}.
Τηλέφωνο: ${phone}
Έχετε ερώτηση για τα δεδομένα σας; Ρωτήστε τον υπεύθυνο προστασίας δεδομένων: ${PRIVACY}

# Τι τα κάνουμε
- Με τις απαντήσεις σας σας βρίσκουμε με τον τρόπο που διαλέξατε.
- Με αυτές σας βοηθάμε, αν το θέλετε.
- Δεν τις χρησιμοποιούμε για τίποτα άλλο.
- Κανένας υπολογιστής δεν αποφασίζει για εσάς.

# Γιατί μπορούμε να το κάνουμε
Πατάτε «Αποστολή». Έτσι λέτε ναι. Αυτό ισχύει και για όσα λέτε για υγεία ή κίνδυνο. Μπορείτε να πάρετε πίσω το ναι αργότερα. Όσα κάναμε πριν μένουν σωστά.
Δεν είστε υποχρεωμένοι να μας πείτε κάτι. Χωρίς έναν τρόπο να σας βρούμε, δεν μπορούμε να επικοινωνήσουμε. Τότε πάρτε τηλέφωνο.

# Ποιος τα βλέπει
- Το μήνυμα το ανοίγουν μόνο όσοι εργάζονται εδώ: ${name}.
- Ένας υπολογιστής φυλάει το κλειδωμένο μήνυμα. Δεν μπορεί να το ανοίξει.
- Σας ρωτάμε πριν το πούμε σε άλλη οργάνωση.
- Κάποιες φορές ο νόμος λέει ότι πρέπει να το πούμε σε κάποιον. Για παράδειγμα, σε δικαστήριο ή όταν κινδυνεύει παιδί.
- Δεν τα στέλνουμε σε χώρες έξω από την Ευρώπη.

# Πόσο τα κρατάμε
- Αν δεν το ανοίξει κανείς: 14 μέρες.
- Όταν τελειώσει η δουλειά μας μαζί σας: 30 μέρες ακόμα.
- Αντίγραφα για ώρα ανάγκης: 7 μέρες μετά από αυτό.
- Όσοι εργάζονται εδώ μπορεί να κρατούν σημειώσεις. Ρωτήστε μας για πόσο.

# Τι μπορείτε να ζητήσετε
- Να δείτε τι έχουμε για εσάς.
- Να το διορθώσουμε.
- Να το σβήσουμε.
- Να σταματήσουμε για λίγο.
- Να πάρετε ένα αντίγραφο μαζί σας.
Είναι δωρεάν. Απαντάμε μέσα σε έναν μήνα. Πείτε μας «τη λέξη μας», για να ξέρουμε ότι είστε εσείς.

# Αν δεν είστε ευχαριστημένοι
Μπορείτε να κάνετε παράπονο στην Αρχή Προστασίας Δεδομένων. Στην Ελλάδα: ${AUTHORITY.phone}, ${AUTHORITY.mail}`
  },
  ar(ngo) {
    const { name, phone } = named(ngo, 'ar')
    return `هذا مثال للتجربة (demo). هذه المنظمة غير حقيقية.

# من المسؤول
المسؤول عن بياناتك: ${name}.
الهاتف: ${phone}
هل لديك سؤال عن بياناتك؟ اسأل مسؤول حماية البيانات: ${PRIVACY}

# ماذا نفعل بها
- نستخدم إجاباتك لنتواصل معك بالطريقة التي اخترتها.
- نستخدمها لنساعدك، إذا أردت ذلك.
- لا نستخدمها لأي شيء آخر.
- لا يقرر أي حاسوب عنك.

# لماذا يحق لنا ذلك
عندما تضغط «إرسال» فأنت توافق. هذا يشمل أيضًا ما تقوله عن الصحة أو الخطر. يمكنك سحب موافقتك لاحقًا. ما فعلناه قبل ذلك يبقى صحيحًا.
لست مجبرًا على أن تخبرنا بشيء. بدون طريقة للوصول إليك لا نستطيع التواصل معك. في هذه الحالة اتصل بنا.

# من يراها
- من يعملون هنا فقط يفتحون رسالتك: ${name}.
- يحفظ حاسوب الرسالة المقفلة لنا. لا يستطيع فتحها.
- نسألك قبل أن نخبر منظمة أخرى.
- أحيانًا يقول القانون إننا يجب أن نخبر أحدًا. مثلًا محكمة، أو عندما يكون طفل في خطر.
- لا نرسلها إلى بلدان خارج أوروبا.

# كم نحتفظ بها
- إذا لم يفتحها أحد: 14 يومًا.
- عندما ينتهي عملنا معك: 30 يومًا أخرى.
- نسخ للطوارئ: 7 أيام بعد ذلك.
- قد يحتفظ العاملون هنا بملاحظات. اسألنا عن المدة.

# ماذا يمكنك أن تطلب
- أن ترى ما لدينا عنك.
- أن نصححه.
- أن نحذفه.
- أن نتوقف لبعض الوقت.
- أن تأخذ نسخة معك.
هذا مجاني. نجيب خلال شهر. قل لنا «كلمتنا» لنعرف أنه أنت.

# إذا لم تكن راضيًا
يمكنك أن تشتكي إلى هيئة حماية البيانات. في اليونان: ${AUTHORITY.phone}، ${AUTHORITY.mail}`
  },
}
