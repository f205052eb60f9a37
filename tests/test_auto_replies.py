"""Texts that machines write are told from those that people do, and two machines never talk to each other for ever."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.incoming import IncomingText
from tests.opt_out import CORPUS

MACHINES = [
    # marked
    "Auto-Reply: I am busy and will answer later.", "AUTO REPLY: In a meeting", "Automatic reply: Out until Monday",
    "[Auto-reply] I'm driving", "*auto response* I will get back to you", "Autoreply - at work until 5",
    "I'm sleeping, I'll reply in the morning. (auto reply)", "At work. - Automated response", "In class [automatic message]",
    "This is an automated message. I cannot talk now.", "Hi! This is an automatic reply: I'm away.",
    "I'm driving & will reply when I arrive. (Sent by AT&T DriveMode)", "I'm driving right now. Sent from DriveSmart",
    "Automated message: your message was received.", "Auto-Response: Store closed",
    # driving, do not disturb
    "I'm driving with Do Not Disturb While Driving turned on. I'll see your message when I get where I'm going.",
    "I’m driving with Focus turned on. I’ll see your message when I get where I’m going.",
    "(I'm not receiving notifications. If this is urgent, reply 'urgent' to send a notification through with your message.)",
    "I'm driving with the Driving Focus turned on.", "I am driving and will respond when I stop.",
    "I'm driving, I will get back to you once I park",
    # away
    "I am currently out of the office with limited access to email. I will respond upon my return.",
    "I'm out of office until 11/30. For urgent matters contact Ana.", "We are away from the office and will reply on Monday.",
    "I am on vacation and will get back to you next week", "Our office is closed. We will respond next business day.",
    # firms
    "Thank you for contacting Acme Dental. Our office hours are 9-5. We will get back to you shortly.",
    "Thanks for your message! We'll be in touch soon.", "Thanks for texting Joe's Pizza. We are currently closed.",
    "We have received your message and will respond within 24 hours.",
    "Thank you for reaching out! A member of our team will reply.",
    "Hello, thank you for calling. If this is urgent, dial 911.",
    # nobody reads
    "This number is not monitored.", "This inbox is not monitored. Please call 555-0100.",
    "Please do not reply to this message.",
    "This number does not accept text messages.", "This line cannot receive texts", "Replies are not monitored.",
    # carriers
    "Message failed", "Message not delivered", "Message failed: number unreachable", "Your message could not be delivered.",
    "Unable to send message - Message Blocking is active.", "Free Msg: Unable to send message", "Text message not sent",
    "Error: message undeliverable", "FRM:MAILER-DAEMON SUBJ:Undelivered Mail MSG:", "Service access denied",
    "Shortcode may have expired or shortcode texting may be blocked on your account. Msg 2114",
    "The wireless customer you are texting is not available.",
    # voicemail
    "New voicemail from (253) 555-0100: Hi it's Ana call me", "Voicemail transcription: hello this is",
    "You have a new voicemail.", "You have 2 new voicemails", "Your call has been forwarded to voice mail.",
    "Please leave a message after the tone.", "Voicemail from 2535550100",
    # other bots
    "Welcome to Acme deals! Msg & data rates may apply. Reply HELP for help, STOP to cancel. Text STOP to end.",
    "Thanks for joining! Reply STOP to opt out. Msg&Data rates may apply",
    "You have successfully been unsubscribed. You will not receive any more messages from this number. Reply START.",
    "NETWORK MSG: You replied with the word \"stop\" which blocks all texts sent from this number.",
    "Sorry, we did not recognize your response. Please reply YES or NO.", "Invalid response. Text HELP for help.",
    "I didn't understand your message. Please try again.", "Unrecognized keyword. Reply with MENU",
    "Your Acme verification code is 123456", "123456 is your Acme security code.",
    # others that were thought of afterwards
    "I'm currently driving. I'll get back to you when I stop.", "Out of office: back Monday", "OOO until 12/1",
    "The person you are trying to reach has texting disabled", "The number you texted can't receive messages",
    "Msg not delivered: unreachable", "Delivery failure: your text could not be delivered", "SMS sending failed",
    "This is a landline and cannot receive texts", "You've reached the voicemail of John. Please leave a message.",
    "You have reached 206-555-0100. Leave a message and I will call you back.", "New Voicemail 0:35 from +1 253 555 0100",
    "Hi! I'm the Acme virtual assistant. How can I help you today?", "I'm in a meeting. Sent by Auto Responder",
    "I am an automated assistant. Please choose an option: 1 billing 2 sales", "Driving mode is on. I'll respond later.",
    "Hi, this is an auto generated message, please do not respond.", "Mensaje recibido. Le contestaremos pronto.",
    "Your text has been received. An agent will be with you shortly.", "Fuera de la oficina hasta el lunes.",
    "El número al que intenta enviar mensajes no puede recibirlos",
    # Spanish
    "Respuesta automática: estoy ocupado y le contesto luego.", "Mensaje automático: fuera de la oficina",
    "Autorespuesta: en junta",
    "Este es un mensaje automático. No puedo hablar.", "Estoy en clase (respuesta automática)",
    "Estoy conduciendo con No molestar al conducir activado. Veré tu mensaje cuando llegue.",
    "Estoy manejando con No molestar activado", "Voy manejando y responderé cuando llegue",
    "Estoy fuera de la oficina con acceso limitado al correo. Responderé a mi regreso.",
    "Estamos de vacaciones; contestaremos lo antes posible.",
    "Gracias por comunicarse con Clínica Sol. Le responderemos a la brevedad.",
    "Gracias por su mensaje, en breve le atenderemos",
    "Hemos recibido su mensaje y le contactaremos pronto, lo antes posible.", "Por favor no responda a este mensaje.",
    "Este número no recibe mensajes de texto.", "Esta línea no es atendida", "Mensaje no entregado",
    "No se pudo enviar su mensaje",
    "Error al enviar el mensaje", "Su mensaje no fue entregado", "Tiene un nuevo mensaje de voz",
    "Mensaje de voz de 253-555-0100",
    "El usuario que usted marcó no se encuentra disponible.", "Deje su mensaje después del tono",
    "Bienvenido a Ofertas. Responda ALTO para cancelar. Pueden aplicarse tarifas.", "Ha sido dado de baja.",
    "No entendimos su respuesta. Por favor responda SI o NO.", "Opción no válida. Intente de nuevo",
    "Su código de verificación es 123456",
]  # fmt: skip
BOUNCES = [
    "This number is not in service", "The number you have dialed is not in service.", "This number has been disconnected",
    "The number you are trying to reach is no longer in service.",
    "We're sorry, the number you have reached is not in service.",
    "Este número no está en servicio", "El número que usted marcó no existe",
]  # fmt: skip
PEOPLE = [
    "I am busy, can I call later?", "I'm driving", "I'm driving right now", "driving, will call later", "I am busy",
    "can't talk right now", "Sorry, I can't talk right now.", "Can I call you later?", "I'm in a meeting", "I'll call tomorrow",
    "call me later", "not now", "is this an automated message?", "Is this an auto reply", "is this a bot",
    "are you an auto reply bot?",
    "I got an automated message", "automated message said to call back", "got their auto reply",
    "it was an auto-reply, nobody there",
    "they have an automatic answering machine", "left a message after the tone", "I left a voicemail", "voicemail",
    "voicemail full",
    "the voicemail is full", "left a vm", "mailbox full", "mailbox is full", "got voicemail",
    "the voicemail from the office was odd",
    "number not in service", "message", "left a message", "my message failed", "I left a message with a staffer",
    "they are out of the office", "she is out of the office until Monday", "the senator is out of office", "office closed",
    "the office is closed", "they said the office is closed", "I'm out of the office, can I do it tomorrow?", "I'm on vacation",
    "thanks", "thank you", "Thanks for the text!", "thank you for your work", "thanks for texting me",
    "Thanks for reaching out",
    "Thanks for your message. Who is my senator?", "thank you for calling me", "reply", "please reply", "how do I reply STOP",
    "should I text STOP to end this?", "STOP", "stop texting me", "do not text me", "HELP", "START", "yes", "no", "1", "98402",
    "I don't understand", "I did not understand that", "sorry I don't understand your message", "what does that mean",
    "what number is not in service?", "urgent", "I am driving to Olympia", "who do I call", "CALL", "SCRIPT", "received",
    "I received it",
    "did you receive my message?", "the line was disconnected", "what is my code", "busy", "no answer",
    "in the car, one minute",
    "do not disturb me", "do not reply to them", "out of town", "unsubscribe", "I unsubscribed from the other list",
    "you have the wrong number", "can I leave a message after hours", "I will respond later", "I'll reply when I get home",
    "I'm driving, call me at 5", "driving now, text me later please", "they said they'd get back to me within 48 hours",
    "the automated system hung up on me", "it's an automated line, no person", "I pressed 1 on their automated menu",
    "you've reached the wrong person", "it said the mailbox is full", "mailbox full, cannot accept messages",
    "Thanks for contacting me about this, I'll call today", "Thank you for reaching out to immigrants",
    "Got your text, will do it later", "I'm on vacation this week", "I'm on vacation, I will be back Monday",
    "is the office open? they said it is closed and to leave a message after the tone", "he said please leave a message",
    "the landline of my mother", "are you a virtual assistant?", "I'm out of town, will call when I'm back",
    "text me when it opens", "my phone cannot receive calls", "wait", "what are the office hours?", "I'll get back to you",
    # Spanish
    "estoy ocupado, ¿puedo llamar luego?", "estoy manejando", "voy manejando, ahorita no", "ahora no puedo hablar",
    "llámame luego",
    "¿es un mensaje automático?", "me contestó un mensaje automático", "dejé mensaje", "dejé un mensaje de voz", "buzón lleno",
    "buzón de voz lleno", "gracias", "gracias por el mensaje", "gracias por su ayuda", "gracias por escribirme", "no entendí",
    "no entiendo su mensaje", "la oficina está cerrada", "está fuera de la oficina", "no contestan", "ocupado",
    "número equivocado",
    "estoy manejando, le respondo cuando llegue a casa", "me dijeron que el horario es de 9 a 5", "estoy fuera",
    "dice que el buzón está lleno", "no pude dejar mensaje después del tono", "regreso el lunes", "¿es un asistente virtual?",
    "no responda", "mañana llamo", "estoy de vacaciones", "ALTO", "no me manden mensajes", "¿cuál es el horario?", "recibido",
]  # fmt: skip


def test_there_are_enough_cases() -> None:
    assert len(MACHINES) > 60 and len(PEOPLE) > 60


@pytest.mark.parametrize("text", MACHINES)
def test_machine_is_told_by_what_it_writes(text: str) -> None:
    assert IncomingText(text).machine == "machine"


@pytest.mark.parametrize("text", BOUNCES)
def test_number_out_of_service_may_be_a_carriers_word_or_a_persons(text: str) -> None:
    assert IncomingText(text).machine == "bounce"


@pytest.mark.parametrize("text", PEOPLE)
def test_people_are_no_machines(text: str) -> None:
    assert IncomingText(text).machine == ""


def test_nobody_who_asks_for_no_texts_is_taken_for_a_machine() -> None:
    asked = [line for line in CORPUS if line.meant != "none"]
    assert [(line.where, line.text) for line in asked if IncomingText(line.text).machine] == []


@given(st.text())
def test_machine_is_looked_for_in_anything(text: str) -> None:
    assert IncomingText(text).machine in ("", "machine", "bounce")
