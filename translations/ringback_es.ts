<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es_ES">
<context>
    <name>Actions</name>
    <message>
        <source>A call came in</source>
        <extracomment>Lines of a call&apos;s history. %1 is who did it, where there is a %1.</extracomment>
        <translation>Entró una llamada</translation>
    </message>
    <message>
        <source>Nobody answered the call</source>
        <translation>Nadie contestó la llamada</translation>
    </message>
    <message>
        <source>The call was answered</source>
        <translation>La llamada fue contestada</translation>
    </message>
    <message>
        <source>The call ended; the phone company did not say whether anyone answered</source>
        <translation>La llamada terminó; la compañía telefónica no dijo si alguien contestó</translation>
    </message>
    <message>
        <source>Left out of the callbacks</source>
        <translation>Quedó fuera de las devoluciones de llamada</translation>
    </message>
    <message>
        <source>Lead written down</source>
        <translation>Prospecto anotado</translation>
    </message>
    <message>
        <source>Follow-up opened</source>
        <translation>Seguimiento abierto</translation>
    </message>
    <message>
        <source>The caller tried again: added to the open follow-up</source>
        <translation>Volvió a llamar: se sumó al seguimiento abierto</translation>
    </message>
    <message>
        <source>Follow-up closed</source>
        <translation>Seguimiento cerrado</translation>
    </message>
    <message>
        <source>Callback put in the queue</source>
        <translation>Devolución puesta en la cola</translation>
    </message>
    <message>
        <source>%1 claimed the callback</source>
        <translation>%1 tomó la devolución de llamada</translation>
    </message>
    <message>
        <source>%1 put the callback back in the queue</source>
        <translation>%1 regresó la devolución a la cola</translation>
    </message>
    <message>
        <source>%1 finished the callback</source>
        <translation>%1 terminó la devolución de llamada</translation>
    </message>
    <message>
        <source>Callback taken off the queue</source>
        <translation>Devolución retirada de la cola</translation>
    </message>
    <message>
        <source>Text planned</source>
        <translation>Mensaje programado</translation>
    </message>
    <message>
        <source>Text handed to the phone company</source>
        <translation>Mensaje entregado a la compañía telefónica</translation>
    </message>
    <message>
        <source>The phone company took the text</source>
        <translation>La compañía telefónica aceptó el mensaje</translation>
    </message>
    <message>
        <source>The phone company refused the text</source>
        <translation>La compañía telefónica rechazó el mensaje</translation>
    </message>
    <message>
        <source>No answer from the phone company: the text may or may not have left</source>
        <translation>La compañía telefónica no respondió: el mensaje pudo haber salido o no</translation>
    </message>
    <message>
        <source>The phone company has the text: it did leave</source>
        <translation>La compañía telefónica tiene el mensaje: sí salió</translation>
    </message>
    <message>
        <source>The phone company does not have the text: it did not leave</source>
        <translation>La compañía telefónica no tiene el mensaje: no salió</translation>
    </message>
    <message>
        <source>Text not sent</source>
        <translation>Mensaje no enviado</translation>
    </message>
    <message>
        <source>The text failed</source>
        <translation>El mensaje falló</translation>
    </message>
    <message>
        <source>A person must decide about the text</source>
        <translation>Una persona debe decidir sobre el mensaje</translation>
    </message>
    <message>
        <source>News of the text</source>
        <translation>Novedades del mensaje</translation>
    </message>
    <message>
        <source>The caller wrote back</source>
        <translation>La persona respondió por mensaje</translation>
    </message>
    <message>
        <source>The caller asked for no more texts</source>
        <translation>La persona pidió no recibir más mensajes</translation>
    </message>
    <message>
        <source>The caller allows texts again</source>
        <translation>La persona vuelve a permitir mensajes</translation>
    </message>
    <message>
        <source>The caller asked for help by text</source>
        <translation>La persona pidió ayuda por mensaje</translation>
    </message>
    <message>
        <source>A message that the phone company did not sign was turned away</source>
        <translation>Se rechazó un aviso que la compañía telefónica no firmó</translation>
    </message>
    <message>
        <source>%1 loaded a setup file</source>
        <translation>%1 cargó un archivo de configuración</translation>
    </message>
    <message>
        <source>%1 changed the playbook</source>
        <translation>%1 cambió el plan de trabajo</translation>
    </message>
    <message>
        <source>Contact loaded from a file</source>
        <translation>Contacto cargado de un archivo</translation>
    </message>
    <message>
        <source>%1 turned quiet hours off</source>
        <translation>%1 desactivó las horas de silencio</translation>
    </message>
    <message>
        <source>Somebody has spoken with the caller</source>
        <translation>Alguien ya habló con la persona</translation>
    </message>
    <message>
        <source>%1 opened the follow-up again</source>
        <translation>%1 volvió a abrir el seguimiento</translation>
    </message>
    <message>
        <source>%1 took the completion back</source>
        <translation>%1 deshizo el cierre</translation>
    </message>
    <message>
        <source>Callback passed on, as nobody had claimed it</source>
        <translation>Devolución pasada a otros, porque nadie la había tomado</translation>
    </message>
    <message>
        <source>The claim ran out: the callback is back in the queue</source>
        <translation>Se venció el plazo de quien la tenía: la devolución vuelve a la cola</translation>
    </message>
    <message>
        <source>Callback moved to the front</source>
        <translation>Devolución pasada al frente</translation>
    </message>
    <message>
        <source>No more automatic messages</source>
        <translation>No habrá más mensajes automáticos</translation>
    </message>
    <message>
        <source>An automatic message was left out</source>
        <translation>Se omitió un mensaje automático</translation>
    </message>
    <message>
        <source>Lead updated</source>
        <translation>Prospecto actualizado</translation>
    </message>
    <message>
        <source>Somebody texted you first</source>
        <translation>Alguien le escribió primero</translation>
    </message>
    <message>
        <source>A text came in that needs no answer</source>
        <translation>Llegó un mensaje que no necesita respuesta</translation>
    </message>
    <message>
        <source>The text did not leave: another computer had taken over</source>
        <translation>El mensaje no salió: otra computadora se había hecho cargo</translation>
    </message>
    <message>
        <source>%1 decided about the text</source>
        <translation>%1 decidió sobre el mensaje</translation>
    </message>
    <message>
        <source>E-mail planned</source>
        <translation>Correo programado</translation>
    </message>
    <message>
        <source>E-mail handed to your mail server</source>
        <translation>Correo entregado a su servidor de correo</translation>
    </message>
    <message>
        <source>Your mail server took the e-mail</source>
        <translation>Su servidor de correo aceptó el correo</translation>
    </message>
    <message>
        <source>Your mail server refused the e-mail</source>
        <translation>Su servidor de correo rechazó el correo</translation>
    </message>
    <message>
        <source>No answer from your mail server: the e-mail may or may not have left</source>
        <translation>Su servidor de correo no respondió: el correo pudo haber salido o no</translation>
    </message>
    <message>
        <source>The e-mail did leave</source>
        <translation>El correo sí salió</translation>
    </message>
    <message>
        <source>The e-mail did not leave</source>
        <translation>El correo no salió</translation>
    </message>
    <message>
        <source>The e-mail did not leave: another computer had taken over</source>
        <translation>El correo no salió: otra computadora se había hecho cargo</translation>
    </message>
    <message>
        <source>E-mail not sent</source>
        <translation>Correo no enviado</translation>
    </message>
    <message>
        <source>The e-mail failed</source>
        <translation>El correo falló</translation>
    </message>
    <message>
        <source>A person must decide about the e-mail</source>
        <translation>Una persona debe decidir sobre el correo</translation>
    </message>
    <message>
        <source>The caller may want no more texts: texts are held until a person decides</source>
        <translation>Quizá la persona no quiere más mensajes: quedan retenidos hasta que alguien decida</translation>
    </message>
    <message>
        <source>%1 loaded opt-outs from a file</source>
        <translation>%1 cargó una lista de personas que no quieren mensajes</translation>
    </message>
    <message>
        <source>%1 turned storm mode on</source>
        <translation>%1 activó el modo tormenta</translation>
    </message>
    <message>
        <source>%1 changed when storm mode ends</source>
        <translation>%1 cambió cuándo termina el modo tormenta</translation>
    </message>
    <message>
        <source>%1 turned storm mode off</source>
        <translation>%1 desactivó el modo tormenta</translation>
    </message>
    <message>
        <source>A connection kept failing and is left alone for a while</source>
        <translation>Una conexión fallaba una y otra vez y descansa un rato</translation>
    </message>
    <message>
        <source>A connection works again</source>
        <translation>Una conexión vuelve a funcionar</translation>
    </message>
    <message>
        <source>A message from the phone company could not be read and was kept aside</source>
        <translation>Un aviso de la compañía telefónica no se pudo leer y quedó guardado aparte</translation>
    </message>
    <message>
        <source>Work of a computer that fell silent was taken over</source>
        <translation>Se retomó el trabajo de una computadora que dejó de responder</translation>
    </message>
    <message>
        <source>Backup made</source>
        <translation>Copia de seguridad hecha</translation>
    </message>
    <message>
        <source>The backup failed</source>
        <translation>La copia de seguridad falló</translation>
    </message>
    <message>
        <source>The time for the next automatic message has come</source>
        <translation>Llegó la hora del siguiente mensaje automático</translation>
    </message>
    <message>
        <source>The next automatic message could not be decided about and was set aside</source>
        <translation>No se pudo decidir sobre el siguiente mensaje automático y se dejó aparte</translation>
    </message>
    <message>
        <source>The callback could not be looked at by itself: only people move it on</source>
        <translation>La devolución no se pudo revisar sola: desde ahora la mueven las personas</translation>
    </message>
    <message>
        <source>The playbook of this case cannot be read: today&apos;s is used</source>
        <translation>No se puede leer el plan de trabajo de este caso: se usa el de hoy</translation>
    </message>
    <message>
        <source>You are calling the caller</source>
        <translation>Usted está llamando a la persona</translation>
    </message>
    <message>
        <source>You called, and the caller did not answer</source>
        <translation>Usted llamó y la persona no contestó</translation>
    </message>
    <message>
        <source>You called, and the caller answered</source>
        <translation>Usted llamó y la persona contestó</translation>
    </message>
    <message>
        <source>You called; the phone company did not say whether the caller answered</source>
        <translation>Usted llamó; la compañía telefónica no dijo si la persona contestó</translation>
    </message>
    <message>
        <source>%1 marked the number as spam</source>
        <translation>%1 marcó el número como spam</translation>
    </message>
    <message>
        <source>%1 said that the number is not spam</source>
        <translation>%1 dijo que el número no es spam</translation>
    </message>
    <message>
        <source>%1 loaded a block list from a file</source>
        <translation>%1 cargó una lista de bloqueo desde un archivo</translation>
    </message>
    <message>
        <source>The callback is back in the queue</source>
        <translation>La devolución de llamada está otra vez en la cola</translation>
    </message>
    <message>
        <source>%1 added a phone system</source>
        <translation>%1 agregó un sistema telefónico</translation>
    </message>
    <message>
        <source>%1 changed a phone system</source>
        <translation>%1 cambió un sistema telefónico</translation>
    </message>
    <message>
        <source>%1 removed a phone system</source>
        <translation>%1 quitó un sistema telefónico</translation>
    </message>
    <message>
        <source>%1 pointed a phone system&apos;s webhooks here</source>
        <translation>%1 dirigió aquí los avisos (webhooks) de un sistema telefónico</translation>
    </message>
    <message>
        <source>%1 put a phone system&apos;s webhooks back</source>
        <translation>%1 devolvió los avisos (webhooks) de un sistema telefónico a donde estaban</translation>
    </message>
    <message>
        <source>The caller left a voicemail</source>
        <translation>Quien llamó dejó un mensaje de voz</translation>
    </message>
    <message>
        <source>Found in the call list: the news of this call never reached us</source>
        <translation>Hallada en la lista de llamadas: el aviso de esta llamada nunca nos llegó</translation>
    </message>
    <message>
        <source>%1 added a lead system</source>
        <translation>%1 agregó un sistema de prospectos</translation>
    </message>
    <message>
        <source>%1 changed a lead system</source>
        <translation>%1 cambió un sistema de prospectos</translation>
    </message>
    <message>
        <source>%1 removed a lead system</source>
        <translation>%1 quitó un sistema de prospectos</translation>
    </message>
    <message>
        <source>%1 stopped reading a lead system&apos;s people</source>
        <translation>%1 detuvo la lectura de las personas de un sistema de prospectos</translation>
    </message>
    <message>
        <source>%1 let the reading of a lead system&apos;s people go on</source>
        <translation>%1 reanudó la lectura de las personas de un sistema de prospectos</translation>
    </message>
    <message>
        <source>%1 chose which record in the lead system is the caller&apos;s</source>
        <translation>%1 eligió qué registro del sistema de prospectos es de quien llamó</translation>
    </message>
    <message>
        <source>%1 had the lead system tried again</source>
        <translation>%1 hizo reintentar en el sistema de prospectos</translation>
    </message>
    <message>
        <source>The callback was deleted in the lead system; here it stands</source>
        <translation>La devolución de llamada se borró en el sistema de prospectos; aquí sigue en pie</translation>
    </message>
    <message>
        <source>The lead system told what came of it</source>
        <translation>El sistema de prospectos informó del resultado</translation>
    </message>
    <message>
        <source>The lead system knows this caller: what it says is filled in</source>
        <translation>El sistema de prospectos conoce a quien llamó: se completó con lo que dice</translation>
    </message>
    <message>
        <source>The lead system has it</source>
        <translation>El sistema de prospectos lo tiene</translation>
    </message>
    <message>
        <source>The lead system has it: it did arrive</source>
        <translation>El sistema de prospectos lo tiene: sí llegó</translation>
    </message>
    <message>
        <source>The lead system could not take it for now</source>
        <translation>El sistema de prospectos no pudo aceptarlo por ahora</translation>
    </message>
    <message>
        <source>The lead system did not take it</source>
        <translation>El sistema de prospectos no lo aceptó</translation>
    </message>
    <message>
        <source>No answer from the lead system: it may or may not have taken it</source>
        <translation>Sin respuesta del sistema de prospectos: puede que lo haya aceptado o que no</translation>
    </message>
    <message>
        <source>The lead system does not have it: it did not arrive</source>
        <translation>El sistema de prospectos no lo tiene: no llegó</translation>
    </message>
    <message>
        <source>Not handed to the lead system: another computer had taken over</source>
        <translation>No se entregó al sistema de prospectos: otra computadora se había hecho cargo</translation>
    </message>
    <message>
        <source>Not written to the lead system</source>
        <translation>No se escribió en el sistema de prospectos</translation>
    </message>
    <message>
        <source>Several records in the lead system have this number: somebody must choose</source>
        <translation>Varios registros del sistema de prospectos tienen este número: alguien debe elegir</translation>
    </message>
    <message>
        <source>The lead system&apos;s list is still being read: it may have the caller already</source>
        <translation>La lista del sistema de prospectos aún se está leyendo: puede que ya tenga a quien llamó</translation>
    </message>
    <message>
        <source>Handed to the lead system</source>
        <translation>Entregado al sistema de prospectos</translation>
    </message>
    <message>
        <source>The caller booked a time online</source>
        <translation>La persona reservó una hora en línea</translation>
    </message>
    <message>
        <source>The caller moved their booking to another time</source>
        <translation>La persona pasó su reserva a otra hora</translation>
    </message>
    <message>
        <source>The caller cancelled their booking</source>
        <translation>La persona canceló su reserva</translation>
    </message>
    <message>
        <source>Somebody booked a time online who has no open follow-up</source>
        <translation>Alguien sin seguimiento abierto reservó una hora en línea</translation>
    </message>
    <message>
        <source>Callback given to somebody else, as people came or went</source>
        <translation>Devolución de llamada pasada a otra persona, porque alguien llegó o se fue</translation>
    </message>
    <message>
        <source>The callback could not be given to somebody else</source>
        <translation>No se pudo pasar la devolución de llamada a otra persona</translation>
    </message>
    <message>
        <source>Callers wait, and nobody of the team is there</source>
        <translation>Hay personas esperando y no hay nadie del equipo</translation>
    </message>
    <message>
        <source>Somebody of the team is there again</source>
        <translation>Ya hay alguien del equipo</translation>
    </message>
    <message>
        <source>%1 said who is here, busy or away</source>
        <translation>%1 indicó quién está presente, no disponible o ausente</translation>
    </message>
    <message>
        <source>%1 took back who is here, busy or away</source>
        <translation>%1 retiró lo que había indicado sobre quién está presente</translation>
    </message>
    <message>
        <source>Somebody who is not at a desk is to be told</source>
        <translation>Se avisará a alguien que no está en su puesto</translation>
    </message>
    <message>
        <source>Somebody who is not at a desk was told</source>
        <translation>Se avisó a alguien que no está en su puesto</translation>
    </message>
    <message>
        <source>Somebody who is not at a desk could not be told</source>
        <translation>No se pudo avisar a alguien que no está en su puesto</translation>
    </message>
    <message>
        <source>Telling somebody who is not at a desk was no longer needed</source>
        <translation>Ya no hacía falta avisar a quien no está en su puesto</translation>
    </message>
    <message>
        <source>Nobody can tell whether somebody who is not at a desk was told</source>
        <translation>No se sabe si se avisó a quien no está en su puesto</translation>
    </message>
    <message>
        <source>%1 wants no texts about callbacks</source>
        <translation>%1 no quiere mensajes sobre devoluciones de llamada</translation>
    </message>
    <message>
        <source>%1 wants texts about callbacks again</source>
        <translation>%1 vuelve a querer mensajes sobre devoluciones de llamada</translation>
    </message>
    <message>
        <source>%1 texted the line; that is no caller</source>
        <translation>%1 escribió a la línea; no es una persona que llama</translation>
    </message>
    <message>
        <source>%1 called the caller</source>
        <translation>%1 llamó a la persona</translation>
    </message>
    <message>
        <source>The phone system was asked to ring both phones</source>
        <translation>Se pidió al sistema telefónico que llamara a los dos teléfonos</translation>
    </message>
    <message>
        <source>The phone system is ringing both phones</source>
        <translation>El sistema telefónico está llamando a los dos teléfonos</translation>
    </message>
    <message>
        <source>The phone system did not ring: it refused</source>
        <translation>El sistema telefónico no llamó: lo rechazó</translation>
    </message>
    <message>
        <source>Nobody can tell whether the phone system rang</source>
        <translation>No se sabe si el sistema telefónico llamó</translation>
    </message>
    <message>
        <source>The phone system was not asked to ring: it was too late</source>
        <translation>No se pidió la llamada al sistema telefónico: ya era tarde</translation>
    </message>
    <message>
        <source>The call to the caller is over</source>
        <translation>La llamada a la persona terminó</translation>
    </message>
    <message>
        <source>%1 signed in</source>
        <translation>%1 inició sesión</translation>
    </message>
    <message>
        <source>A sign-in failed</source>
        <translation>Un inicio de sesión falló</translation>
    </message>
    <message>
        <source>Too many wrong tries: sign-in waits</source>
        <translation>Demasiados intentos fallidos: hay que esperar para iniciar sesión</translation>
    </message>
    <message>
        <source>%1 signed out</source>
        <translation>%1 cerró la sesión</translation>
    </message>
    <message>
        <source>%1 locked the console</source>
        <translation>%1 bloqueó la consola</translation>
    </message>
    <message>
        <source>%1 unlocked the console</source>
        <translation>%1 desbloqueó la consola</translation>
    </message>
    <message>
        <source>%1 chose a new password or PIN</source>
        <translation>%1 eligió una contraseña o un PIN nuevos</translation>
    </message>
    <message>
        <source>%1 gave somebody a new password or PIN</source>
        <translation>%1 dio a alguien una contraseña o un PIN nuevos</translation>
    </message>
    <message>
        <source>Callback handed to the person&apos;s calendar</source>
        <translation>Devolución entregada al calendario de quien la hará</translation>
    </message>
    <message>
        <source>The callback is in the person&apos;s calendar</source>
        <translation>La devolución está en el calendario de quien la hará</translation>
    </message>
    <message>
        <source>Callback being taken out of a calendar</source>
        <translation>Se está quitando la devolución de un calendario</translation>
    </message>
    <message>
        <source>Callback taken out of the calendar</source>
        <translation>Devolución quitada del calendario</translation>
    </message>
    <message>
        <source>Somebody deleted the callback from the calendar: it is not entered again</source>
        <translation>Alguien borró la devolución del calendario: no se vuelve a anotar</translation>
    </message>
    <message>
        <source>The calendar could not take the callback for now</source>
        <translation>El calendario no pudo aceptar la devolución por ahora</translation>
    </message>
    <message>
        <source>No answer from the calendar: it is asked again</source>
        <translation>El calendario no respondió: se le pregunta de nuevo</translation>
    </message>
    <message>
        <source>Not handed to the calendar: another computer had taken over</source>
        <translation>No se entregó al calendario: otra computadora se había hecho cargo</translation>
    </message>
    <message>
        <source>The calendar did not take the callback</source>
        <translation>El calendario no aceptó la devolución</translation>
    </message>
    <message>
        <source>A calendar takes no callbacks until its account is mended</source>
        <translation>Un calendario no acepta devoluciones hasta que se arregle su cuenta</translation>
    </message>
    <message>
        <source>A calendar cannot be read: whether its person is free is not known</source>
        <translation>No se puede leer un calendario: no se sabe si su titular está libre</translation>
    </message>
    <message>
        <source>A calendar can be read again</source>
        <translation>Ya se puede leer de nuevo un calendario</translation>
    </message>
    <message>
        <source>%1 connected a calendar</source>
        <translation>%1 conectó un calendario</translation>
    </message>
    <message>
        <source>%1 changed a calendar</source>
        <translation>%1 cambió un calendario</translation>
    </message>
    <message>
        <source>%1 removed a calendar</source>
        <translation>%1 quitó un calendario</translation>
    </message>
    <message>
        <source>%1 had a calendar tried again</source>
        <translation>%1 hizo reintentar en un calendario</translation>
    </message>
    <message>
        <source>%1 set up a person</source>
        <translation>%1 guardó los datos de alguien del personal</translation>
    </message>
    <message>
        <source>%1 removed a person</source>
        <translation>%1 quitó a alguien del personal</translation>
    </message>
    <message>
        <source>%1 set up a team</source>
        <translation>%1 guardó los datos de un equipo</translation>
    </message>
    <message>
        <source>%1 removed a team</source>
        <translation>%1 quitó un equipo</translation>
    </message>
    <message>
        <source>%1 changed who calls back for a line</source>
        <translation>%1 cambió quién devuelve las llamadas de una línea</translation>
    </message>
    <message>
        <source>%1 changed a booking link</source>
        <translation>%1 cambió un enlace de reservas</translation>
    </message>
    <message>
        <source>%1 connected a booking page</source>
        <translation>%1 conectó una página de reservas</translation>
    </message>
    <message>
        <source>%1 changed a booking page</source>
        <translation>%1 cambió una página de reservas</translation>
    </message>
    <message>
        <source>%1 removed a booking page</source>
        <translation>%1 quitó una página de reservas</translation>
    </message>
    <message>
        <source>%1 put the callback off to a later time</source>
        <translation>%1 dejó la devolución para más tarde</translation>
    </message>
    <message>
        <source>%1 brought a postponed callback back now</source>
        <translation>%1 retomó ahora una devolución aplazada</translation>
    </message>
    <message>
        <source>%1 handed the callback to a colleague</source>
        <translation>%1 pasó la devolución a un colega</translation>
    </message>
    <message>
        <source>%1 wrote a text to the caller</source>
        <translation>%1 escribió un mensaje a quien llamó</translation>
    </message>
    <message>
        <source>%1 took back a text that had not left</source>
        <translation>%1 retiró un mensaje que no había salido</translation>
    </message>
    <message>
        <source>%1 left a private note</source>
        <translation>%1 dejó una nota privada</translation>
    </message>
</context>
<context>
    <name>Badges</name>
    <message>
        <source>job</source>
        <extracomment>Something that was earned, after an amount: &quot;$8,400 job&quot;.</extracomment>
        <translation>trabajo</translation>
    </message>
    <message>
        <source>invoice</source>
        <extracomment>Something that was earned, after an amount: &quot;$8,400 invoice&quot;.</extracomment>
        <translation>factura</translation>
    </message>
    <message>
        <source>placement</source>
        <extracomment>Something that was earned, after an amount: somebody got a job through the office.</extracomment>
        <translation>colocación</translation>
    </message>
    <message>
        <source>offer</source>
        <extracomment>Something that was earned, after an amount: somebody accepted a job offer.</extracomment>
        <translation>oferta</translation>
    </message>
    <message>
        <source>%1 refused it because of the sign-in, a right or a choice. An owner or admin mends that on the page of lead systems; it is then tried again by itself.</source>
        <extracomment>%1 is a lead system.</extracomment>
        <translation>%1 lo rechazó por el inicio de sesión, un permiso o una elección. Un dueño o administrador lo arregla en la página de sistemas de prospectos; después se reintenta solo.</translation>
    </message>
    <message>
        <source>%1 did not accept what was written.</source>
        <extracomment>%1 is a lead system.</extracomment>
        <translation>%1 no aceptó lo que se escribió.</translation>
    </message>
    <message>
        <source>The record was deleted or merged in %1.</source>
        <extracomment>%1 is a lead system.</extracomment>
        <translation>El registro se borró o se fusionó en %1.</translation>
    </message>
    <message>
        <source>%1 could not be reached for three days, so it was given up.</source>
        <extracomment>%1 is a lead system.</extracomment>
        <translation>No se pudo alcanzar %1 durante tres días, así que se abandonó.</translation>
    </message>
    <message>
        <source>No clear answer came from %1, and it could not be found there either.</source>
        <extracomment>%1 is a lead system.</extracomment>
        <translation>%1 no respondió con claridad, y tampoco se encontró allí.</translation>
    </message>
    <message>
        <source>It could not be written to %1.</source>
        <extracomment>%1 is a lead system.</extracomment>
        <translation>No se pudo escribir en %1.</translation>
    </message>
    <message>
        <source>%1 cannot take it right now. It is tried again by itself, and the text does not wait for it.</source>
        <extracomment>%1 is a lead system.</extracomment>
        <translation>%1 no puede aceptarlo ahora. Se reintenta solo, y el mensaje de texto no lo espera.</translation>
    </message>
    <message>
        <source>No clear answer came from %1. Ringback looks there before it writes again, so that nothing is there twice.</source>
        <extracomment>%1 is a lead system.</extracomment>
        <translation>%1 no respondió con claridad. Ringback mira allí antes de volver a escribir, para que nada quede dos veces.</translation>
    </message>
    <message>
        <source>It is being written to %1.</source>
        <extracomment>%1 is a lead system.</extracomment>
        <translation>Se está escribiendo en %1.</translation>
    </message>
    <message>
        <source>In %1</source>
        <extracomment>Short, on a case: %1 is a lead system.</extracomment>
        <translation>En %1</translation>
    </message>
    <message>
        <source>On its way to %1</source>
        <extracomment>Short, on a case that is still being written: %1 is a lead system.</extracomment>
        <translation>En camino a %1</translation>
    </message>
    <message>
        <source>Waits for %1&apos;s list</source>
        <extracomment>Short, on a case of which nobody can tell yet whether the caller is in a lead system: %1 is that.</extracomment>
        <translation>Espera la lista de %1</translation>
    </message>
    <message>
        <source>Who in %1?</source>
        <extracomment>Short, on a case of which several records may be the caller&apos;s: %1 is a lead system.</extracomment>
        <translation>¿Quién en %1?</translation>
    </message>
    <message>
        <source>Not in %1</source>
        <extracomment>Short, on a case that could not be written: %1 is a lead system.</extracomment>
        <translation>No está en %1</translation>
    </message>
    <message>
        <source>%1 cannot be asked for a number, and its list has not been read to its end yet. The lead is written when that is done, or within the hour.</source>
        <extracomment>%1 is a lead system.</extracomment>
        <translation>A %1 no se le puede preguntar por un número, y su lista aún no se ha leído hasta el final. El prospecto se escribe cuando eso termine, o antes de una hora.</translation>
    </message>
    <message>
        <source>Several people in %1 have this number, and Ringback does not guess.</source>
        <extracomment>%1 is a lead system.</extracomment>
        <translation>Varias personas en %1 tienen este número, y Ringback no adivina.</translation>
    </message>
    <message>
        <source>%1 says: “%2”</source>
        <extracomment>What a lead system said, word for word: %1 is the system, %2 its words.</extracomment>
        <translation>%1 dice: «%2»</translation>
    </message>
    <message>
        <source>This record was made before %1&apos;s list was read to its end: the caller may be there twice. Merge them there if so.</source>
        <extracomment>%1 is a lead system.</extracomment>
        <translation>Este registro se creó antes de leer la lista de %1 hasta el final: quien llamó puede estar allí dos veces. Si es así, fusiónelos allí.</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <extracomment>What was earned: %1 an amount, %2 &quot;invoice&quot; or &quot;job&quot;: &quot;$8,400 invoice&quot;.</extracomment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1 without an amount</source>
        <extracomment>What was earned, without an amount: %1 &quot;Job&quot; or &quot;Invoice&quot;.</extracomment>
        <translation>%1 sin importe</translation>
    </message>
    <message>
        <source>%1, %2, in %3</source>
        <extracomment>%1 is what was earned (&quot;$8,400 invoice “Roof”&quot;), %2 a day, %3 a lead system.</extracomment>
        <translation>%1, %2, en %3</translation>
    </message>
    <message>
        <source>Taken back: %1</source>
        <extracomment>%1 is what was earned once: the invoice is void or the job cancelled.</extracomment>
        <translation>Anulado: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n people in %1 have this number. Which one called?</source>
        <extracomment>%n people; %1 is a lead system.</extracomment>
        <translation>
            <numerusform>%n persona en %1 tiene este número. ¿Cuál llamó?</numerusform>
            <numerusform>%n personas en %1 tienen este número. ¿Cuál llamó?</numerusform>
        </translation>
    </message>
    <message>
        <source>Not active</source>
        <extracomment>Of a person in a lead system: archived or no longer active.</extracomment>
        <translation>No activo</translation>
    </message>
    <message>
        <source>%1 does not let Ringback in any more. An owner or admin signs in again on the page of lead systems; it is then tried again by itself.</source>
        <extracomment>%1 is a lead system.</extracomment>
        <translation>%1 ya no deja entrar a Ringback. Un dueño o administrador vuelve a iniciar sesión en la página de sistemas de prospectos; después se reintenta solo.</translation>
    </message>
    <message>
        <source>Something that has to be chosen for %1 is not chosen, or is there no more. An owner or admin chooses it on the page of lead systems; it is then tried again by itself.</source>
        <extracomment>%1 is a lead system.</extracomment>
        <translation>Falta elegir algo para %1, o lo elegido ya no existe. Un dueño o administrador lo elige en la página de sistemas de prospectos; después se reintenta solo.</translation>
    </message>
</context>
<context>
    <name>Bookings</name>
    <message>
        <source>Another page</source>
        <extracomment>A page on the web where callers book a time, at none of the vendors that are known here.</extracomment>
        <translation>Otra página</translation>
    </message>
    <message>
        <source>The whole office</source>
        <extracomment>Whose booking page it is.</extracomment>
        <translation>Toda la oficina</translation>
    </message>
    <message>
        <source>Team: %1</source>
        <extracomment>Whose booking page it is; %1 is a team.</extracomment>
        <translation>Equipo: %1</translation>
    </message>
    <message>
        <source>In Cal.com: Settings, Developer, Webhooks, New. Enter this address, and the key as Secret. Choose Booking Created, Booking Rescheduled, Booking Cancelled and Booking Rejected.</source>
        <extracomment>The words in capitals are Cal.com&apos;s, which is in English.</extracomment>
        <translation>En Cal.com: Settings, Developer, Webhooks, New. Escriba esta dirección, y la clave como Secret. Elija Booking Created, Booking Rescheduled, Booking Cancelled y Booking Rejected.</translation>
    </message>
    <message>
        <source>Calendly has no page for this: whoever looks after your Calendly account enters this address and the key through its developer interface.</source>
        <translation>Calendly no tiene una página para esto: quien administra su cuenta de Calendly ingresa esta dirección y la clave por su interfaz para desarrolladores.</translation>
    </message>
    <message>
        <source>A booking there ends the callback if it is a Cal.com page that has the address below</source>
        <translation>Una reserva allí termina la devolución si es una página de Cal.com que tiene la dirección de abajo</translation>
    </message>
    <message>
        <source>Ringback hears of bookings at Calendly and Cal.com; those of any other page you end by hand</source>
        <translation>Ringback se entera de las reservas en Calendly y Cal.com; las de cualquier otra página las termina usted a mano</translation>
    </message>
    <message>
        <source>A booking there ends the callback</source>
        <translation>Una reserva allí termina la devolución</translation>
    </message>
    <message>
        <source>Ringback does not hear of bookings at %1 yet: choose Change, and make up a key</source>
        <extracomment>%1 is Calendly or Cal.com. A button beside it is named Change.</extracomment>
        <translation>Ringback aún no se entera de las reservas en %1: elija Cambiar y cree una clave</translation>
    </message>
    <message>
        <source>This office has no public address: news of bookings cannot reach it</source>
        <translation>Esta oficina no tiene dirección pública: los avisos de reservas no le llegan</translation>
    </message>
    <message>
        <source>Turned away %1: the clock of this computer and that of %2 differ</source>
        <translation>Rechazado %1: el reloj de esta computadora y el de %2 no coinciden</translation>
    </message>
    <message>
        <source>Turned away %1: the key here and the one at %2 differ</source>
        <translation>Rechazado %1: la clave de aquí y la de %2 no coinciden</translation>
    </message>
    <message>
        <source>Last heard of a booking %1</source>
        <extracomment>%1 is &quot;2 minutes ago&quot;.</extracomment>
        <translation>Último aviso de una reserva: %1</translation>
    </message>
    <message>
        <source>No booking heard of yet</source>
        <translation>Aún no hay avisos de reservas</translation>
    </message>
    <message>
        <source>Give the whole address of the page, such as https://calendly.com/summit-roofing.</source>
        <translation>Escriba la dirección completa de la página, por ejemplo https://calendly.com/summit-roofing.</translation>
    </message>
    <message>
        <source>Give an address that begins with https://, so that nobody on the way reads what callers enter.</source>
        <translation>Escriba una dirección que empiece por https://, para que nadie lea en el camino lo que escriben quienes llaman.</translation>
    </message>
    <message>
        <source>This link is too long for a text. Give one of at most %1 letters.</source>
        <translation>Este enlace es demasiado largo para un mensaje. Escriba uno de %1 letras como máximo.</translation>
    </message>
    <message>
        <source>This is no page at Calendly: its address begins with https://calendly.com/. Or choose another kind.</source>
        <translation>Esta no es una página de Calendly: su dirección empieza por https://calendly.com/. O elija otro tipo.</translation>
    </message>
    <message>
        <source>This leads to the front page of the site. Open your own booking page there and copy its address.</source>
        <translation>Esto lleva a la portada del sitio. Abra allí su propia página de reservas y copie su dirección.</translation>
    </message>
    <message>
        <source>Only owners set up booking pages. Ask one of them.</source>
        <translation>Solo los dueños configuran páginas de reservas. Pídaselo a uno de ellos.</translation>
    </message>
    <message>
        <source>Somebody has removed this booking page, or whose it was, meanwhile.</source>
        <translation>Mientras tanto alguien quitó esta página de reservas, o a su titular.</translation>
    </message>
    <message>
        <source>Somebody else has changed this booking page meanwhile. Close this and look again; nothing was saved.</source>
        <translation>Mientras tanto otra persona cambió esta página de reservas. Cierre esto y mire de nuevo; no se guardó nada.</translation>
    </message>
</context>
<context>
    <name>Calendars</name>
    <message>
        <source>iCloud, Fastmail or another CalDAV server</source>
        <extracomment>A kind of calendar.</extracomment>
        <translation>iCloud, Fastmail u otro servidor CalDAV</translation>
    </message>
    <message>
        <source>Private calendar address (ICS)</source>
        <extracomment>A kind of calendar: a web address that it can be read from.</extracomment>
        <translation>Dirección privada del calendario (ICS)</translation>
    </message>
    <message>
        <source>Reads when the person is busy and enters their callbacks. They sign in at Google in the browser.</source>
        <translation>Lee qué horas tiene ocupadas la persona y anota sus devoluciones. Se inicia sesión en Google, en el navegador.</translation>
    </message>
    <message>
        <source>Reads when the person is busy and enters their callbacks. They sign in at Microsoft in the browser.</source>
        <translation>Lee qué horas tiene ocupadas la persona y anota sus devoluciones. Se inicia sesión en Microsoft, en el navegador.</translation>
    </message>
    <message>
        <source>Reads when the person is busy and enters their callbacks, with a name and a password for apps.</source>
        <translation>Lee qué horas tiene ocupadas la persona y anota sus devoluciones, con un nombre y una contraseña para aplicaciones.</translation>
    </message>
    <message>
        <source>Quick to set up: Google, Outlook and iCloud each offer such an address. It can be read only, and says what is new minutes to hours later.</source>
        <translation>Se configura rápido: Google, Outlook e iCloud ofrecen una dirección así. Solo se puede leer, y lo nuevo llega con minutos u horas de retraso.</translation>
    </message>
    <message>
        <source>Only callbacks are entered there</source>
        <translation>Allí solo se anotan devoluciones</translation>
    </message>
    <message>
        <source>Read %1</source>
        <extracomment>%1 is &quot;2 minutes ago&quot;.</extracomment>
        <translation>Leído %1</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Leído</translation>
    </message>
    <message>
        <source>Not read yet</source>
        <translation>Aún sin leer</translation>
    </message>
    <message>
        <source>Last read %1: whether the person is free is not known</source>
        <extracomment>%1 is &quot;3 hours ago&quot;.</extracomment>
        <translation>Leído por última vez %1: no se sabe si la persona está libre</translation>
    </message>
    <message>
        <source>Not read for too long: whether the person is free is not known</source>
        <translation>Sin leer desde hace demasiado tiempo: no se sabe si la persona está libre</translation>
    </message>
    <message>
        <source>It cannot be read. Test it to see why</source>
        <translation>No se puede leer. Pruébelo para ver por qué</translation>
    </message>
    <message>
        <source>Nobody has signed in at %1</source>
        <extracomment>%1 is a kind of calendar.</extracomment>
        <translation>Nadie ha iniciado sesión en %1</translation>
    </message>
    <message>
        <source>Its password or address is missing on the computer that does the work</source>
        <translation>Falta su contraseña o dirección en la computadora que hace el trabajo</translation>
    </message>
    <message>
        <source>Callbacks are not entered there: it can only be read.</source>
        <translation>Allí no se anotan devoluciones: solo se puede leer.</translation>
    </message>
    <message>
        <source>Callbacks are not entered there.</source>
        <translation>Allí no se anotan devoluciones.</translation>
    </message>
    <message>
        <source>Callbacks are entered there.</source>
        <translation>Allí se anotan las devoluciones.</translation>
    </message>
    <message numerus="yes">
        <source>%n are on their way.</source>
        <translation>
            <numerusform>%n está en camino.</numerusform>
            <numerusform>%n están en camino.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It refused %n.</source>
        <translation>
            <numerusform>Rechazó %n.</numerusform>
            <numerusform>Rechazó %n.</numerusform>
        </translation>
    </message>
    <message>
        <source>Only owners and admins change somebody else&apos;s calendars. Ask one of them.</source>
        <translation>Solo los dueños y administradores cambian los calendarios de otra persona. Pídaselo a uno de ellos.</translation>
    </message>
    <message>
        <source>Somebody has removed this calendar meanwhile.</source>
        <translation>Mientras tanto alguien quitó este calendario.</translation>
    </message>
    <message>
        <source>Somebody else has changed this calendar meanwhile. Close this and look again; nothing was saved.</source>
        <translation>Mientras tanto otra persona cambió este calendario. Cierre esto y mire de nuevo; no se guardó nada.</translation>
    </message>
    <message>
        <source>The calendar&apos;s server</source>
        <extracomment>Who answers at a calendar&apos;s address, at the beginning of a sentence: &quot;The calendar&apos;s server could not be reached&quot;.</extracomment>
        <translation>El servidor del calendario</translation>
    </message>
</context>
<context>
    <name>Cases</name>
    <message numerus="yes">
        <source>%1, missed %n times</source>
        <extracomment>%1 is a time and a line, %n how often somebody called in vain.</extracomment>
        <translation>
            <numerusform>%1, perdida %n vez</numerusform>
            <numerusform>%1, perdida %n veces</numerusform>
        </translation>
    </message>
    <message>
        <source>Priority</source>
        <extracomment>On a callback that goes before the others.</extracomment>
        <translation>Prioridad</translation>
    </message>
    <message>
        <source>Claim</source>
        <extracomment>Button in a row: I will call this person back. Keep it short.</extracomment>
        <translation>Tomar</translation>
    </message>
    <message>
        <source>You</source>
        <extracomment>Instead of a name: the person at this computer has the callback.</extracomment>
        <translation>Usted</translation>
    </message>
</context>
<context>
    <name>Console</name>
    <message>
        <source>Office</source>
        <translation>Oficina</translation>
    </message>
    <message>
        <source>Main</source>
        <translation>Principal</translation>
    </message>
</context>
<context>
    <name>Findings</name>
    <message>
        <source>Signed in</source>
        <extracomment>What the test of a phone system found, and what to do about it. %1 is a number or an address where there is a %1; it may also be at the end.</extracomment>
        <translation>Sesión iniciada</translation>
    </message>
    <message>
        <source>The password or key is missing on this computer</source>
        <translation>Falta la contraseña o clave en esta computadora</translation>
    </message>
    <message>
        <source>Choose Edit and enter it again: each computer keeps its own, in its keychain.</source>
        <translation>Elija Editar e ingrésela de nuevo: cada computadora guarda la suya en su llavero.</translation>
    </message>
    <message>
        <source>The phone company does not accept the password or key</source>
        <translation>La compañía telefónica no acepta la contraseña o clave</translation>
    </message>
    <message>
        <source>Choose Edit and copy it again from the phone company&apos;s page. Was a new one made there? Then the old one ended.</source>
        <translation>Elija Editar y cópiela de nuevo de la página de la compañía telefónica. ¿Se creó allí una nueva? Entonces la anterior dejó de valer.</translation>
    </message>
    <message>
        <source>The sign-in has expired</source>
        <translation>La sesión ha vencido</translation>
    </message>
    <message>
        <source>Sign in again, or make a new credential at the phone company and enter it under Edit.</source>
        <translation>Inicie sesión de nuevo, o cree otra credencial en la compañía telefónica e ingrésela en Editar.</translation>
    </message>
    <message>
        <source>The phone company has suspended this account</source>
        <translation>La compañía telefónica suspendió esta cuenta</translation>
    </message>
    <message>
        <source>Sign in at the phone company&apos;s page: an unpaid bill or a question about your business is the usual reason.</source>
        <translation>Entre a la página de la compañía telefónica: lo usual es una factura sin pagar o una pregunta sobre su negocio.</translation>
    </message>
    <message>
        <source>This sign-in may not do all that Ringback needs</source>
        <translation>Este usuario no puede hacer todo lo que Ringback necesita</translation>
    </message>
    <message>
        <source>Give it the missing permissions at the phone company. The guide for this system lists them by name.</source>
        <translation>Dele los permisos que faltan en la compañía telefónica. La guía de este sistema los nombra.</translation>
    </message>
    <message>
        <source>This is a trial account: it texts only numbers that you have verified</source>
        <translation>Es una cuenta de prueba: solo envía mensajes a números que usted verificó</translation>
    </message>
    <message>
        <source>Upgrade the account at the phone company before real callers rely on it.</source>
        <translation>Pase a una cuenta completa en la compañía telefónica antes de que cuenten con ella personas reales.</translation>
    </message>
    <message>
        <source>The phone company could not be reached</source>
        <translation>No se pudo contactar a la compañía telefónica</translation>
    </message>
    <message>
        <source>Check this computer&apos;s internet connection, then test again. A firewall may be in the way.</source>
        <translation>Revise la conexión a internet de esta computadora y pruebe de nuevo. Puede haber un cortafuegos de por medio.</translation>
    </message>
    <message>
        <source>The phone company asks for a pause: too many requests</source>
        <translation>La compañía telefónica pide una pausa: demasiadas solicitudes</translation>
    </message>
    <message>
        <source>Wait a minute and test again. If it stays, another program uses the same account.</source>
        <translation>Espere un minuto y pruebe de nuevo. Si sigue así, otro programa usa la misma cuenta.</translation>
    </message>
    <message>
        <source>%1 belongs to this account and can text</source>
        <translation>%1 es de esta cuenta y puede enviar mensajes</translation>
    </message>
    <message>
        <source>%1 is not a number of this account</source>
        <translation>%1 no es un número de esta cuenta</translation>
    </message>
    <message>
        <source>Look for a typing mistake, or connect the account that the number belongs to.</source>
        <translation>Busque un error de escritura, o conecte la cuenta a la que pertenece el número.</translation>
    </message>
    <message>
        <source>%1 cannot send texts</source>
        <translation>%1 no puede enviar mensajes</translation>
    </message>
    <message>
        <source>Turn texting on for it at the phone company, or choose another number under Texts from.</source>
        <translation>Active los mensajes para él en la compañía telefónica, o elija otro número en Mensajes desde.</translation>
    </message>
    <message>
        <source>%1 belongs to another user of the account</source>
        <translation>%1 es de otro usuario de la cuenta</translation>
    </message>
    <message>
        <source>Sign in as the user whose number it is, or choose one of this user&apos;s numbers under Texts from.</source>
        <translation>Inicie sesión como el usuario dueño del número, o elija un número de este usuario en Mensajes desde.</translation>
    </message>
    <message>
        <source>No line uses this connection yet</source>
        <translation>Ninguna línea usa aún esta conexión</translation>
    </message>
    <message>
        <source>Choose Edit and tick the lines whose calls or texts go through it.</source>
        <translation>Elija Editar y marque las líneas cuyas llamadas o mensajes pasan por ella.</translation>
    </message>
    <message>
        <source>Texts are registered with the carriers</source>
        <translation>Los mensajes están registrados ante los operadores</translation>
    </message>
    <message>
        <source>Texts from %1 are not registered with the carriers, who may block them</source>
        <translation>Los mensajes desde %1 no están registrados ante los operadores, que pueden bloquearlos</translation>
    </message>
    <message>
        <source>Register your business for texting at the phone company (it is called A2P 10DLC, or toll-free verification).</source>
        <translation>Registre su negocio para enviar mensajes en la compañía telefónica (se llama A2P 10DLC, o verificación de número gratuito).</translation>
    </message>
    <message>
        <source>The registration of texts from %1 is still being checked</source>
        <translation>El registro de los mensajes desde %1 aún se está revisando</translation>
    </message>
    <message>
        <source>Wait for the phone company&apos;s mail; it can take days or weeks. Until then some texts may not arrive.</source>
        <translation>Espere el correo de la compañía telefónica; puede tardar días o semanas. Mientras tanto algunos mensajes pueden no llegar.</translation>
    </message>
    <message>
        <source>Nobody can tell from here whether texts are registered with the carriers</source>
        <translation>Desde aquí no se puede saber si los mensajes están registrados ante los operadores</translation>
    </message>
    <message>
        <source>Look at the phone company&apos;s page whether your texting registration is approved.</source>
        <translation>Vea en la página de la compañía telefónica si su registro de mensajes está aprobado.</translation>
    </message>
    <message>
        <source>News of calls comes to this office</source>
        <translation>Los avisos de llamadas llegan a esta oficina</translation>
    </message>
    <message>
        <source>The phone company does not tell this office about calls to %1</source>
        <translation>La compañía telefónica no avisa a esta oficina de las llamadas a %1</translation>
    </message>
    <message>
        <source>Choose Point webhooks here, or enter the address on the phone company&apos;s page.</source>
        <translation>Elija Dirigir avisos aquí, o escriba la dirección en la página de la compañía telefónica.</translation>
    </message>
    <message>
        <source>News of calls to %1 goes somewhere else</source>
        <translation>Los avisos de llamadas a %1 van a otra parte</translation>
    </message>
    <message>
        <source>Choose Point webhooks here: it shows what is there now, and can put it back.</source>
        <translation>Elija Dirigir avisos aquí: muestra lo que hay ahora y puede devolverlo.</translation>
    </message>
    <message>
        <source>This office has no public address, so the phone company cannot tell it anything</source>
        <translation>Esta oficina no tiene dirección pública, así que la compañía telefónica no puede avisarle nada</translation>
    </message>
    <message>
        <source>It works without: the list of calls is read again and again. For speed, set up a tunnel or reverse proxy.</source>
        <translation>Funciona sin ella: la lista de llamadas se lee una y otra vez. Para más rapidez, instale un túnel o proxy inverso.</translation>
    </message>
    <message>
        <source>The public address does not answer from the internet</source>
        <translation>La dirección pública no responde desde internet</translation>
    </message>
    <message>
        <source>Is the tunnel or reverse proxy running? Opening the address with /healthz at its end should say ok.</source>
        <translation>¿Funciona el túnel o proxy inverso? Al abrir la dirección con /healthz al final debe decir ok.</translation>
    </message>
    <message>
        <source>Something else answers at the public address</source>
        <translation>En la dirección pública responde otra cosa</translation>
    </message>
    <message>
        <source>Look at the tunnel or reverse proxy: it must lead to this computer, and show no log-in page.</source>
        <translation>Revise el túnel o proxy inverso: debe llevar a esta computadora y no mostrar una página de inicio de sesión.</translation>
    </message>
    <message>
        <source>No public address is needed: Ringback opens the connection itself</source>
        <translation>No hace falta dirección pública: Ringback abre la conexión por sí mismo</translation>
    </message>
    <message>
        <source>The phone company pushes news of calls</source>
        <translation>La compañía telefónica envía los avisos de llamadas</translation>
    </message>
    <message>
        <source>The phone company does not push news of calls yet</source>
        <translation>La compañía telefónica aún no envía avisos de llamadas</translation>
    </message>
    <message>
        <source>Leave Ringback running for a minute and test again: it asks for them by itself.</source>
        <translation>Deje Ringback abierto un minuto y pruebe de nuevo: los pide por sí mismo.</translation>
    </message>
    <message>
        <source>The phone company will soon stop pushing news of calls</source>
        <translation>La compañía telefónica pronto dejará de enviar avisos de llamadas</translation>
    </message>
    <message>
        <source>Keep Ringback running: it renews this by itself. If it stays like this, restart Ringback.</source>
        <translation>Mantenga Ringback abierto: lo renueva por sí mismo. Si sigue así, reinicie Ringback.</translation>
    </message>
    <message>
        <source>The phone company has stopped pushing news of calls, as they did not get through</source>
        <translation>La compañía telefónica dejó de enviar avisos de llamadas porque no llegaban</translation>
    </message>
    <message>
        <source>Make the public address work first. Then leave Ringback running: it asks for them anew.</source>
        <translation>Primero haga que funcione la dirección pública. Luego deje Ringback abierto: los pide de nuevo.</translation>
    </message>
    <message>
        <source>The list of calls can be read, so nothing gets lost</source>
        <translation>La lista de llamadas se puede leer, así que nada se pierde</translation>
    </message>
    <message>
        <source>This sign-in may not read the list of calls</source>
        <translation>Este usuario no puede leer la lista de llamadas</translation>
    </message>
    <message>
        <source>Give it that permission at the phone company: with it, calls are found whose news got lost.</source>
        <translation>Dele ese permiso en la compañía telefónica: con él se hallan llamadas cuyo aviso se perdió.</translation>
    </message>
    <message>
        <source>The list of calls could not be read</source>
        <translation>No se pudo leer la lista de llamadas</translation>
    </message>
    <message>
        <source>Test again in a minute. If it stays, look whether the phone company reports an outage.</source>
        <translation>Pruebe de nuevo en un minuto. Si sigue así, vea si la compañía telefónica informa de una falla.</translation>
    </message>
    <message>
        <source>Texts can be sent</source>
        <translation>Se pueden enviar mensajes</translation>
    </message>
    <message>
        <source>This system sends no texts for other programs</source>
        <translation>Este sistema no envía mensajes de otros programas</translation>
    </message>
    <message>
        <source>Let the texts of its lines go through another connection: tick the lines there.</source>
        <translation>Envíe los mensajes de sus líneas por otra conexión: marque las líneas allí.</translation>
    </message>
    <message>
        <source>This sign-in may not send texts</source>
        <translation>Este usuario no puede enviar mensajes</translation>
    </message>
    <message>
        <source>Give it that permission at the phone company.</source>
        <translation>Dele ese permiso en la compañía telefónica.</translation>
    </message>
    <message>
        <source>This computer&apos;s clock is right</source>
        <translation>El reloj de esta computadora está bien</translation>
    </message>
    <message>
        <source>This computer&apos;s clock is wrong</source>
        <translation>El reloj de esta computadora está mal</translation>
    </message>
    <message>
        <source>Turn on setting the time automatically: with a wrong clock, true messages look forged.</source>
        <translation>Active la hora automática: con el reloj mal, los avisos verdaderos parecen falsos.</translation>
    </message>
    <message>
        <source>The mailbox can be read</source>
        <translation>Se puede leer el buzón</translation>
    </message>
    <message>
        <source>The mail server could not be reached</source>
        <translation>No se pudo contactar al servidor de correo</translation>
    </message>
    <message>
        <source>Check the name of the mail server under Edit, and this computer&apos;s internet connection.</source>
        <translation>Revise el nombre del servidor de correo en Editar y la conexión a internet de esta computadora.</translation>
    </message>
    <message>
        <source>The mailbox has no folder or label of that name</source>
        <translation>El buzón no tiene carpeta ni etiqueta con ese nombre</translation>
    </message>
    <message>
        <source>Write it under Edit exactly as the mailbox does, capitals too. INBOX always exists.</source>
        <translation>Escríbalo en Editar exactamente como en el buzón, con sus mayúsculas. INBOX siempre existe.</translation>
    </message>
    <message>
        <source>No notification of Google Voice was found in the mailbox</source>
        <translation>No se halló ningún aviso de Google Voice en el buzón</translation>
    </message>
    <message>
        <source>In Google Voice&apos;s settings, turn on e-mail for missed calls and voicemail. Then call your line and test again.</source>
        <translation>En los ajustes de Google Voice, active el correo para llamadas perdidas y mensajes de voz. Luego llame a su línea y pruebe de nuevo.</translation>
    </message>
    <message>
        <source>Notifications are there, but nothing proves that they come from Google</source>
        <translation>Hay avisos, pero nada prueba que vengan de Google</translation>
    </message>
    <message>
        <source>Read the mailbox that Google writes to, not one that mail is forwarded to, and check the name under Who checks senders.</source>
        <translation>Lea el buzón al que escribe Google, no uno al que se reenvía el correo, y revise el nombre en Quién verifica a los remitentes.</translation>
    </message>
    <message>
        <source>your numbers</source>
        <extracomment>In the place of a phone number that is not known: &quot;Texts from your numbers are not registered …&quot;.</extracomment>
        <translation>sus números</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>%1 is a sentence without full stop, %2 what it is about: a phone number or an address.</extracomment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>There is nothing here that could be tested.</source>
        <extracomment>A phone or lead system that cannot be tested.</extracomment>
        <translation>Aquí no hay nada que se pueda probar.</translation>
    </message>
    <message numerus="yes">
        <source>%n things do not work yet</source>
        <translation>
            <numerusform>%n cosa aún no funciona</numerusform>
            <numerusform>%n cosas aún no funcionan</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It works; %n things are worth a look</source>
        <translation>
            <numerusform>Funciona; %n cosa merece atención</numerusform>
            <numerusform>Funciona; %n cosas merecen atención</numerusform>
        </translation>
    </message>
    <message>
        <source>Everything works</source>
        <translation>Todo funciona</translation>
    </message>
    <message>
        <source>%1 cannot take calls</source>
        <translation>%1 no puede recibir llamadas</translation>
    </message>
    <message>
        <source>Turn calls on for it at the phone company, or let another number&apos;s calls come by this connection.</source>
        <translation>Active las llamadas para él en la compañía telefónica, o reciba por esta conexión las llamadas de otro número.</translation>
    </message>
    <message>
        <source>%1 takes no calls</source>
        <translation>%1 no recibe llamadas</translation>
    </message>
    <message>
        <source>Turn voice calls on for it at the phone company, or look for a typing mistake.</source>
        <translation>Active las llamadas de voz para él en la compañía telefónica, o busque un error de tecleo.</translation>
    </message>
    <message>
        <source>Nobody has signed in yet on this computer</source>
        <translation>Nadie ha iniciado sesión todavía en esta computadora</translation>
    </message>
    <message>
        <source>Choose Sign in on this card: the phone company&apos;s page opens in the browser.</source>
        <translation>Elija Iniciar sesión en esta tarjeta: la página de la compañía telefónica se abre en el navegador.</translation>
    </message>
    <message>
        <source>Signed in at %2</source>
        <extracomment>What the test of a lead system found, and what to do about it. %1 is what it is about, %2 the lead system&apos;s name.</extracomment>
        <translation>Sesión iniciada en %2</translation>
    </message>
    <message>
        <source>A password or key for %2 is missing on this computer</source>
        <translation>Falta en esta computadora una contraseña o clave de %2</translation>
    </message>
    <message>
        <source>%2 does not accept the password or key</source>
        <translation>%2 no acepta la contraseña o clave</translation>
    </message>
    <message>
        <source>Choose Edit and copy it again from the page in %2. Was a new one made there? Then the old one ended.</source>
        <translation>Elija Editar y cópiela de nuevo de la página de %2. ¿Se creó una nueva allí? Entonces la anterior dejó de valer.</translation>
    </message>
    <message>
        <source>The sign-in at %2 has expired</source>
        <translation>El inicio de sesión en %2 ha caducado</translation>
    </message>
    <message>
        <source>Sign in again on this card, or make a new key in %2 and enter it under Edit.</source>
        <translation>Inicie sesión de nuevo en esta tarjeta, o cree una clave nueva en %2 e introdúzcala en Editar.</translation>
    </message>
    <message>
        <source>%2 has suspended this account</source>
        <translation>%2 ha suspendido esta cuenta</translation>
    </message>
    <message>
        <source>Sign in at %2 in the browser: an unpaid bill or a smaller plan is the usual reason.</source>
        <translation>Inicie sesión en %2 en el navegador: lo habitual es una factura sin pagar o un plan menor.</translation>
    </message>
    <message>
        <source>This sign-in may not do all that Ringback needs in %2</source>
        <translation>Este inicio de sesión no puede hacer todo lo que Ringback necesita en %2</translation>
    </message>
    <message>
        <source>Give it the missing permissions in %2. The guide for this system lists them by name.</source>
        <translation>Dele en %2 los permisos que faltan. La guía de este sistema los enumera por su nombre.</translation>
    </message>
    <message>
        <source>This is a trial account or a sandbox: real leads are not seen there</source>
        <translation>Es una cuenta de prueba: allí no se ven los prospectos reales</translation>
    </message>
    <message>
        <source>Connect the real account before the office relies on it.</source>
        <translation>Conecte la cuenta real antes de que la oficina dependa de ella.</translation>
    </message>
    <message>
        <source>%2 could not be reached</source>
        <translation>No se pudo alcanzar %2</translation>
    </message>
    <message>
        <source>%2 asks for a pause: too many requests</source>
        <translation>%2 pide una pausa: demasiadas solicitudes</translation>
    </message>
    <message>
        <source>Nobody is signed in at %2, or access was taken back there</source>
        <translation>Nadie ha iniciado sesión en %2, o allí se retiró el acceso</translation>
    </message>
    <message>
        <source>Choose Sign in on this card: the page of %2 opens in the browser.</source>
        <translation>Elija Iniciar sesión en esta tarjeta: la página de %2 se abre en el navegador.</translation>
    </message>
    <message>
        <source>Callers are found in %2 by their number</source>
        <translation>Quienes llaman se encuentran en %2 por su número</translation>
    </message>
    <message>
        <source>This sign-in may not look callers up in %2</source>
        <translation>Este inicio de sesión no puede buscar a quienes llaman en %2</translation>
    </message>
    <message>
        <source>Give it the right to read people in %2; without it every caller looks new.</source>
        <translation>Dele permiso para leer personas en %2; sin él, todos los que llaman parecen nuevos.</translation>
    </message>
    <message>
        <source>The list of people in %2 could not be read</source>
        <translation>No se pudo leer la lista de personas de %2</translation>
    </message>
    <message>
        <source>Test again in a minute. If it stays, look whether %2 reports an outage.</source>
        <translation>Pruebe de nuevo en un minuto. Si sigue así, mire si %2 informa de una avería.</translation>
    </message>
    <message>
        <source>%2 cannot be asked for a number: its list of people is kept on this office&apos;s computers</source>
        <translation>A %2 no se le puede preguntar por un número: su lista de personas se guarda en las computadoras de esta oficina</translation>
    </message>
    <message>
        <source>Nothing to do. Until that list has been read once, a caller may be written down twice.</source>
        <translation>No hay nada que hacer. Hasta que esa lista se haya leído una vez, alguien que llame puede quedar anotado dos veces.</translation>
    </message>
    <message>
        <source>All that was chosen exists in %2</source>
        <translation>Todo lo elegido existe en %2</translation>
    </message>
    <message>
        <source>Not chosen yet: %1</source>
        <translation>Sin elegir todavía: %1</translation>
    </message>
    <message>
        <source>Choose What goes where on this card, and pick one.</source>
        <translation>Elija Qué va dónde en esta tarjeta y escoja uno.</translation>
    </message>
    <message>
        <source>What was chosen is no longer in %2: %1</source>
        <translation>Lo elegido ya no está en %2: %1</translation>
    </message>
    <message>
        <source>Somebody removed or renamed it there. Choose What goes where on this card, and pick another.</source>
        <translation>Alguien lo quitó o le cambió el nombre allí. Elija Qué va dónde en esta tarjeta y escoja otro.</translation>
    </message>
    <message>
        <source>This sign-in may not read what there is to choose from in %2</source>
        <translation>Este inicio de sesión no puede leer qué hay para elegir en %2</translation>
    </message>
    <message>
        <source>Give it that right in %2, or type under What goes where what it is called there.</source>
        <translation>Dele ese permiso en %2, o escriba en Qué va dónde cómo se llama allí.</translation>
    </message>
    <message>
        <source>A test lead was written to %2 and removed again</source>
        <translation>Se escribió un prospecto de prueba en %2 y se quitó de nuevo</translation>
    </message>
    <message>
        <source>A test lead was written to %2, and stays there: %1</source>
        <translation>Se escribió un prospecto de prueba en %2, y se queda allí: %1</translation>
    </message>
    <message>
        <source>%2 lets no program remove it. Delete it there by hand.</source>
        <translation>%2 no deja que ningún programa lo quite. Bórrelo allí a mano.</translation>
    </message>
    <message>
        <source>The test lead could not be written to %2</source>
        <translation>No se pudo escribir el prospecto de prueba en %2</translation>
    </message>
    <message>
        <source>Look at the details for what %2 said. Most often something under What goes where is not chosen.</source>
        <translation>Mire en los detalles qué dijo %2. Lo más frecuente es que falte elegir algo en Qué va dónde.</translation>
    </message>
    <message>
        <source>This sign-in may not write leads to %2</source>
        <translation>Este inicio de sesión no puede escribir prospectos en %2</translation>
    </message>
    <message>
        <source>Give it that right in %2. The guide for this system lists the rights by name.</source>
        <translation>Dele ese permiso en %2. La guía de este sistema enumera los permisos por su nombre.</translation>
    </message>
    <message>
        <source>Whether leads can be written to %2 was not tried</source>
        <translation>No se probó si se pueden escribir prospectos en %2</translation>
    </message>
    <message>
        <source>Choose What goes where on this card, and then Write a test lead.</source>
        <translation>Elija Qué va dónde en esta tarjeta y después Escribir un prospecto de prueba.</translation>
    </message>
    <message>
        <source>Turn on setting the time automatically: with a wrong clock, a sign-in looks forged.</source>
        <translation>Active el ajuste automático de la hora: con un reloj equivocado, un inicio de sesión parece falso.</translation>
    </message>
    <message>
        <source>%2 lets Ringback in</source>
        <extracomment>What the test of a person&apos;s calendar found, and what to do about it. %2 is where the calendar is: Google, Microsoft, a server&apos;s name.</extracomment>
        <translation>%2 deja entrar a Ringback</translation>
    </message>
    <message>
        <source>The password or private address is missing on this computer</source>
        <translation>Falta la contraseña o la dirección privada en esta computadora</translation>
    </message>
    <message>
        <source>%2 does not accept the name or password</source>
        <translation>%2 no acepta el nombre o la contraseña</translation>
    </message>
    <message>
        <source>Enter it again under Edit. iCloud and Fastmail want a password made for this app alone.</source>
        <translation>Ingrésela de nuevo en Editar. iCloud y Fastmail piden una contraseña creada solo para esta aplicación.</translation>
    </message>
    <message>
        <source>Choose Sign in: the page of %2 opens in the browser.</source>
        <translation>Elija Iniciar sesión: la página de %2 se abre en el navegador.</translation>
    </message>
    <message>
        <source>Sign in at %2 in the browser and look what it says.</source>
        <translation>Inicie sesión en %2 en el navegador y vea qué dice.</translation>
    </message>
    <message>
        <source>%2 does not let this sign-in into the calendar</source>
        <translation>%2 no deja que este usuario entre al calendario</translation>
    </message>
    <message>
        <source>Sign in again and allow all that is asked for. In a company, its administrator may have to allow it.</source>
        <translation>Inicie sesión de nuevo y permita todo lo que se pide. En una empresa, quizá deba permitirlo su administrador.</translation>
    </message>
    <message>
        <source>Check the address, and this computer&apos;s internet connection. Then test again.</source>
        <translation>Revise la dirección y la conexión a internet de esta computadora. Luego pruebe de nuevo.</translation>
    </message>
    <message>
        <source>Wait a minute and test again.</source>
        <translation>Espere un minuto y pruebe de nuevo.</translation>
    </message>
    <message>
        <source>The calendar can be used</source>
        <translation>El calendario se puede usar</translation>
    </message>
    <message>
        <source>There is no such calendar</source>
        <translation>Ese calendario no existe</translation>
    </message>
    <message>
        <source>It was removed or renamed, or its private address was made anew. Copy the address again and enter it under Edit.</source>
        <translation>Se quitó o cambió de nombre, o se creó de nuevo su dirección privada. Copie otra vez la dirección e ingrésela en Editar.</translation>
    </message>
    <message>
        <source>The calendar could not be read</source>
        <translation>No se pudo leer el calendario</translation>
    </message>
    <message>
        <source>Check that the address is the calendar&apos;s own, and not that of a web page. Until it can be read, nobody knows whether this person is free.</source>
        <translation>Compruebe que la dirección sea la del calendario y no la de una página web. Hasta que se pueda leer, nadie sabe si esta persona está libre.</translation>
    </message>
    <message>
        <source>The calendar can only be read</source>
        <translation>El calendario solo se puede leer</translation>
    </message>
    <message>
        <source>Callbacks do not show there. Choose a calendar of the person&apos;s own if they should.</source>
        <translation>Allí no aparecen las devoluciones. Si deben aparecer, elija un calendario propio de la persona.</translation>
    </message>
    <message>
        <source>What this calendar says may be hours old</source>
        <translation>Lo que dice este calendario puede tener horas de retraso</translation>
    </message>
    <message>
        <source>A private address is brought up to date by its publisher now and then. Signing in instead is quicker.</source>
        <translation>Quien publica una dirección privada la actualiza de vez en cuando. Iniciar sesión es más rápido.</translation>
    </message>
</context>
<context>
    <name>Leads</name>
    <message>
        <source>Nobody is signed in on this computer: choose Sign in with %1</source>
        <extracomment>%1 is a lead system.</extracomment>
        <translation>Nadie ha iniciado sesión en esta computadora: elija Iniciar sesión con %1</translation>
    </message>
    <message>
        <source>A password or key is missing on this computer: choose Edit and enter it</source>
        <translation>Falta una contraseña o clave en esta computadora: elija Editar e introdúzcala</translation>
    </message>
    <message>
        <source>Outgoing webhook</source>
        <extracomment>Name of a kind of lead system: anything that takes a post to a web address.</extracomment>
        <translation>Webhook de salida</translation>
    </message>
    <message>
        <source>Finds callers by number, writes the client, a request, notes and the callback as a task, and reads jobs and invoices back. It lets no program finish its tasks: a callback that is done here is noted there.</source>
        <translation>Encuentra a quienes llaman por su número, escribe el cliente, una solicitud, notas y la devolución de llamada como tarea, y lee trabajos y facturas. No deja que ningún programa termine sus tareas: una devolución de llamada hecha aquí se anota allí.</translation>
    </message>
    <message>
        <source>Finds customers by number and writes a lead for them; a caller nobody knows becomes a booking. Writes notes, tags and tasks, and reads jobs and invoices back. It lets no program finish its tasks.</source>
        <translation>Encuentra clientes por su número y les escribe un prospecto; quien llama y nadie conoce se anota como reserva. Escribe notas, etiquetas y tareas, y lee trabajos y facturas. No deja que ningún programa termine sus tareas.</translation>
    </message>
    <message>
        <source>Writes the contact, a lead and notes, and reads approved job values back. It cannot be asked for a number, so its contacts are kept here; it has no tasks, so callbacks stay in Ringback.</source>
        <translation>Escribe el contacto, un prospecto y notas, y lee los valores aprobados de los trabajos. No se le puede preguntar por un número, así que sus contactos se guardan aquí; no tiene tareas, así que las devoluciones de llamada se quedan en Ringback.</translation>
    </message>
    <message>
        <source>Writes candidates with source, tag and notes, and reads who was hired. It cannot be asked for a number, so its candidates are kept here; it has no tasks, and knows an amount only where you have a field for it.</source>
        <translation>Escribe candidatos con origen, etiqueta y notas, y lee quién fue contratado. No se le puede preguntar por un número, así que sus candidatos se guardan aquí; no tiene tareas, y conoce un importe solo donde usted tiene un campo para ello.</translation>
    </message>
    <message>
        <source>Writes opportunities with source, tag and notes, moves stages, and reads who was hired. It cannot be asked for a number, so its people are kept here; it has no tasks, so callbacks stay in Ringback.</source>
        <translation>Escribe oportunidades con origen, etiqueta y notas, mueve etapas y lee quién fue contratado. No se le puede preguntar por un número, así que sus personas se guardan aquí; no tiene tareas, así que las devoluciones de llamada se quedan en Ringback.</translation>
    </message>
    <message>
        <source>Finds candidates and contacts by number, writes status, notes and tasks, finishes tasks, and reads placements with their fee. It has no tags: a field of your own can hold ours.</source>
        <translation>Encuentra candidatos y contactos por su número, escribe estado, notas y tareas, termina tareas y lee colocaciones con su comisión. No tiene etiquetas: un campo propio puede guardar la nuestra.</translation>
    </message>
    <message>
        <source>Posts every lead, note, status and callback to Zapier, Make or any web address. It only sends: callers are not looked up there, and nothing is read back.</source>
        <translation>Envía cada prospecto, nota, estado y devolución de llamada a Zapier, Make o cualquier dirección web. Solo envía: allí no se busca a quienes llaman, y nada se lee de vuelta.</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <extracomment>A lead system where there are several of the kind: %1 the kind, %2 its id.</extracomment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>finds callers by number</source>
        <extracomment>Something that a lead system does, in a list after &quot;In Jobber Ringback&quot;: &quot;finds callers by number&quot;.</extracomment>
        <translation>encuentra a quienes llaman por su número</translation>
    </message>
    <message>
        <source>finds callers by number in a list kept here</source>
        <translation>encuentra a quienes llaman por su número en una lista guardada aquí</translation>
    </message>
    <message>
        <source>writes notes</source>
        <translation>escribe notas</translation>
    </message>
    <message>
        <source>sets the status</source>
        <translation>pone el estado</translation>
    </message>
    <message>
        <source>puts callbacks down as tasks</source>
        <translation>anota las devoluciones de llamada como tareas</translation>
    </message>
    <message>
        <source>sees tasks that are finished there</source>
        <translation>ve las tareas que se terminan allí</translation>
    </message>
    <message>
        <source>reads what was earned</source>
        <translation>lee lo que se ganó</translation>
    </message>
    <message>
        <source>Callers are not looked up there.</source>
        <translation>Allí no se busca a quienes llaman.</translation>
    </message>
    <message>
        <source>It has no status for ours: a change of status is written as a note.</source>
        <translation>No tiene un estado para los nuestros: un cambio de estado se escribe como nota.</translation>
    </message>
    <message>
        <source>It has no tasks: callbacks stay in Ringback.</source>
        <translation>No tiene tareas: las devoluciones de llamada se quedan en Ringback.</translation>
    </message>
    <message>
        <source>It lets no program finish its tasks: a callback that is done here is noted there.</source>
        <translation>No deja que ningún programa termine sus tareas: una devolución de llamada hecha aquí se anota allí.</translation>
    </message>
    <message>
        <source>What was earned is not read from it.</source>
        <translation>Lo que se ganó no se lee de él.</translation>
    </message>
    <message>
        <source>In %1, Ringback %2.</source>
        <extracomment>%1 is a lead system, %2 a list: &quot;finds callers by number, writes notes&quot;.</extracomment>
        <translation>En %1, Ringback %2.</translation>
    </message>
    <message>
        <source>Somebody has removed this lead system meanwhile.</source>
        <translation>Alguien quitó este sistema de prospectos entretanto.</translation>
    </message>
    <message>
        <source>Somebody else has changed this lead system meanwhile. Close this and look again; nothing was saved.</source>
        <translation>Otra persona cambió este sistema de prospectos entretanto. Cierre esto y mire de nuevo; no se guardó nada.</translation>
    </message>
    <message>
        <source>%1 of %2 people read</source>
        <extracomment>%1 and %2 are numbers of people in a lead system.</extracomment>
        <translation>%1 de %2 personas leídas</translation>
    </message>
    <message>
        <source>%1 people read</source>
        <extracomment>%1 is a number of people in a lead system.</extracomment>
        <translation>%1 personas leídas</translation>
    </message>
    <message>
        <source>Keeps failing and is left alone until %1. Texts go out all the same, and nothing is lost</source>
        <extracomment>%1 is a time.</extracomment>
        <translation>Sigue fallando y se deja en paz hasta %1. Los mensajes de texto salen igualmente, y no se pierde nada</translation>
    </message>
    <message>
        <source>The last request failed (%1), %2</source>
        <extracomment>%1 is the lead system&apos;s error code, %2 how long ago (&quot;2 minutes ago&quot;).</extracomment>
        <translation>La última solicitud falló (%1), %2</translation>
    </message>
    <message>
        <source>time not known</source>
        <translation>hora desconocida</translation>
    </message>
    <message>
        <source>Nothing can be written before these are chosen, under What goes where: %1</source>
        <extracomment>%1 is a list: &quot;Campaign, Business unit&quot;.</extracomment>
        <translation>No se puede escribir nada antes de elegir esto, en Qué va dónde: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n writes were refused; their cases say why</source>
        <translation>
            <numerusform>%n escritura fue rechazada; su caso dice por qué</numerusform>
            <numerusform>%n escrituras fueron rechazadas; sus casos dicen por qué</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n callers match several people there: somebody has to choose, in their cases</source>
        <translation>
            <numerusform>%n llamada corresponde allí a varias personas: alguien debe elegir, en su caso</numerusform>
            <numerusform>%n llamadas corresponden allí a varias personas: alguien debe elegir, en sus casos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The list of people could not be read %n times in a row</source>
        <translation>
            <numerusform>No se pudo leer la lista de personas %n vez</numerusform>
            <numerusform>No se pudo leer la lista de personas %n veces seguidas</numerusform>
        </translation>
    </message>
    <message>
        <source>Reading its people is stopped. Until it is done, a caller may be written down twice</source>
        <translation>La lectura de sus personas está detenida. Hasta que termine, alguien que llame puede quedar anotado dos veces</translation>
    </message>
    <message numerus="yes">
        <source>%n writes are on their way</source>
        <translation>
            <numerusform>%n escritura está en camino</numerusform>
            <numerusform>%n escrituras están en camino</numerusform>
        </translation>
    </message>
    <message>
        <source>Last answered %1</source>
        <extracomment>%1 is how long ago: &quot;2 minutes ago&quot;.</extracomment>
        <translation>Última respuesta %1</translation>
    </message>
    <message>
        <source>Not asked for anything yet</source>
        <translation>Todavía no se le ha pedido nada</translation>
    </message>
    <message>
        <source>%1 people of it are known here, complete since %2</source>
        <extracomment>%1 is a number of people, %2 a time.</extracomment>
        <translation>Aquí se conocen %1 de sus personas, completo desde %2</translation>
    </message>
    <message>
        <source>Status: %1</source>
        <extracomment>A status of a lead: &quot;Status: Needs callback&quot;.</extracomment>
        <translation>Estado: %1</translation>
    </message>
    <message>
        <source>Person: %1</source>
        <extracomment>Somebody of the office: &quot;Person: Dana Reyes&quot;.</extracomment>
        <translation>Persona: %1</translation>
    </message>
    <message>
        <source>Where leads came from</source>
        <extracomment>What an office chooses in a lead system.</extracomment>
        <translation>De dónde vienen los prospectos</translation>
    </message>
    <message>
        <source>Tag on leads of missed calls</source>
        <extracomment>What an office chooses in a lead system.</extracomment>
        <translation>Etiqueta de los prospectos de llamadas perdidas</translation>
    </message>
    <message>
        <source>Campaign of new leads</source>
        <extracomment>What an office chooses in a lead system.</extracomment>
        <translation>Campaña de los prospectos nuevos</translation>
    </message>
    <message>
        <source>Business unit of callbacks</source>
        <extracomment>What an office chooses in a lead system.</extracomment>
        <translation>Unidad de negocio de las devoluciones de llamada</translation>
    </message>
    <message>
        <source>Type of callback tasks</source>
        <extracomment>What an office chooses in a lead system.</extracomment>
        <translation>Tipo de las tareas de devolución de llamada</translation>
    </message>
    <message>
        <source>Source of callback tasks</source>
        <extracomment>What an office chooses in a lead system.</extracomment>
        <translation>Origen de las tareas de devolución de llamada</translation>
    </message>
    <message>
        <source>Who hands callback tasks out</source>
        <extracomment>What an office chooses in a lead system: in whose name tasks are made.</extracomment>
        <translation>Quién reparte las tareas de devolución de llamada</translation>
    </message>
    <message>
        <source>Reason of the call</source>
        <extracomment>What an office chooses in a lead system.</extracomment>
        <translation>Motivo de la llamada</translation>
    </message>
    <message>
        <source>Type of new contacts</source>
        <extracomment>What an office chooses in a lead system.</extracomment>
        <translation>Tipo de los contactos nuevos</translation>
    </message>
    <message>
        <source>Kind of notes</source>
        <extracomment>What an office chooses in a lead system.</extracomment>
        <translation>Clase de las notas</translation>
    </message>
    <message>
        <source>Field that holds what a placement earned</source>
        <extracomment>What an office chooses in a lead system.</extracomment>
        <translation>Campo que guarda lo que ganó una colocación</translation>
    </message>
    <message>
        <source>Outcome here when a task is finished there</source>
        <extracomment>What an office chooses in a lead system.</extracomment>
        <translation>Resultado aquí cuando una tarea se termina allí</translation>
    </message>
    <message>
        <source>Status of a client: %1</source>
        <extracomment>A status of a company&apos;s contact in a lead system: &quot;Status of a client: Needs callback&quot;.</extracomment>
        <translation>Estado de un cliente: %1</translation>
    </message>
    <message>
        <source>Status of a lead: %1</source>
        <extracomment>A status of a lead in a lead system: &quot;Status of a lead: Needs callback&quot;.</extracomment>
        <translation>Estado de un prospecto: %1</translation>
    </message>
    <message>
        <source>Who looks after new records</source>
        <extracomment>What an office chooses in a lead system.</extracomment>
        <translation>Quién atiende los registros nuevos</translation>
    </message>
    <message>
        <source>Who gets callbacks that nobody has yet</source>
        <extracomment>What an office chooses in a lead system.</extracomment>
        <translation>Quién recibe las devoluciones de llamada que nadie tiene</translation>
    </message>
    <message>
        <source>Stage of new candidates</source>
        <extracomment>What an office chooses in a lead system.</extracomment>
        <translation>Etapa de los candidatos nuevos</translation>
    </message>
    <message>
        <source>Posting that new candidates apply to</source>
        <extracomment>What an office chooses in a lead system.</extracomment>
        <translation>Anuncio al que se postulan los candidatos nuevos</translation>
    </message>
    <message>
        <source>Job that new candidates apply to</source>
        <extracomment>What an office chooses in a lead system.</extracomment>
        <translation>Puesto al que se postulan los candidatos nuevos</translation>
    </message>
    <message>
        <source>Who may see notes</source>
        <extracomment>What an office chooses in a lead system.</extracomment>
        <translation>Quién puede ver las notas</translation>
    </message>
    <message>
        <source>Placement statuses that count as won</source>
        <extracomment>What an office chooses in a lead system.</extracomment>
        <translation>Estados de colocación que cuentan como ganados</translation>
    </message>
    <message>
        <source>Statuses that archive the request</source>
        <extracomment>What an office chooses in a lead system.</extracomment>
        <translation>Estados que archivan la solicitud</translation>
    </message>
    <message>
        <source>A sheet as the lead book of a small office: a row for each person, found by number, with status and notes. It has no tasks: it shows who calls back, and callbacks are finished in Ringback. Wins are what somebody types into it.</source>
        <translation>Una hoja como libro de prospectos de una oficina pequeña: una fila por persona, que se encuentra por su número, con estado y notas. No tiene tareas: muestra quién devuelve la llamada, y las devoluciones se terminan en Ringback. Lo ganado es lo que alguien escribe en ella.</translation>
    </message>
    <message>
        <source>puts down who calls back, and until when</source>
        <translation>anota quién devuelve la llamada y hasta cuándo</translation>
    </message>
    <message>
        <source>Only owners change lead systems. Ask one of them.</source>
        <translation>Solo los dueños cambian los sistemas de prospectos. Pídaselo a uno de ellos.</translation>
    </message>
</context>
<context>
    <name>Mapper</name>
    <message>
        <source>Nobody answered</source>
        <translation>Nadie contestó</translation>
    </message>
    <message>
        <source>Somebody answered</source>
        <translation>Alguien contestó</translation>
    </message>
    <message>
        <source>The caller left a voicemail</source>
        <translation>Quien llamó dejó un mensaje de voz</translation>
    </message>
    <message>
        <source>It is ringing</source>
        <translation>Está sonando</translation>
    </message>
    <message>
        <source>The caller hung up before anyone answered</source>
        <translation>Quien llamó colgó antes de que contestaran</translation>
    </message>
    <message>
        <source>The line was busy</source>
        <translation>La línea estaba ocupada</translation>
    </message>
    <message>
        <source>The call is over; whether it was answered is not said</source>
        <translation>La llamada terminó; no se dice si fue contestada</translation>
    </message>
    <message>
        <source>Nothing: leave it out</source>
        <translation>Nada: omitirla</translation>
    </message>
    <message>
        <source>The call&apos;s id</source>
        <extracomment>What a field of another system&apos;s message is. A few words each.</extracomment>
        <translation>El id de la llamada</translation>
    </message>
    <message>
        <source>Who called</source>
        <translation>Quién llamó</translation>
    </message>
    <message>
        <source>Your line</source>
        <translation>Su línea</translation>
    </message>
    <message>
        <source>What became of it</source>
        <translation>Qué pasó</translation>
    </message>
    <message>
        <source>In or out</source>
        <translation>Entrante o saliente</translation>
    </message>
    <message>
        <source>Call, text or receipt</source>
        <translation>Llamada, mensaje o acuse</translation>
    </message>
    <message>
        <source>The message&apos;s own id</source>
        <translation>El id del aviso</translation>
    </message>
    <message>
        <source>The caller&apos;s name</source>
        <translation>El nombre de quien llamó</translation>
    </message>
    <message>
        <source>When it began</source>
        <translation>Cuándo empezó</translation>
    </message>
    <message>
        <source>When it was answered</source>
        <translation>Cuándo se contestó</translation>
    </message>
    <message>
        <source>When it ended</source>
        <translation>Cuándo terminó</translation>
    </message>
    <message>
        <source>Seconds it rang</source>
        <translation>Segundos que sonó</translation>
    </message>
    <message>
        <source>Seconds they talked</source>
        <translation>Segundos que hablaron</translation>
    </message>
    <message>
        <source>Who of yours</source>
        <translation>Quién de los suyos</translation>
    </message>
    <message>
        <source>Voicemail&apos;s address</source>
        <translation>Dirección del mensaje de voz</translation>
    </message>
    <message>
        <source>Voicemail&apos;s length</source>
        <translation>Duración del mensaje de voz</translation>
    </message>
    <message>
        <source>Voicemail in words</source>
        <translation>Mensaje de voz en palabras</translation>
    </message>
    <message>
        <source>What a text says</source>
        <translation>Lo que dice un mensaje</translation>
    </message>
    <message>
        <source>Pictures in a text</source>
        <translation>Imágenes de un mensaje</translation>
    </message>
    <message>
        <source>Listed as spam</source>
        <translation>En lista de spam</translation>
    </message>
    <message>
        <source>Who lists it as spam</source>
        <translation>Quién lo tiene por spam</translation>
    </message>
    <message>
        <source>STIR/SHAKEN mark</source>
        <translation>Marca STIR/SHAKEN</translation>
    </message>
    <message>
        <source>a hidden number</source>
        <translation>un número oculto</translation>
    </message>
    <message>
        <source>This would be a call that rings now, from %1 to %2.</source>
        <extracomment>%1 is who calls, %2 the line that was called; so in the sentences below.</extracomment>
        <translation>Esto sería una llamada que suena ahora, de %1 a %2.</translation>
    </message>
    <message>
        <source>This would be an answered call from %1 to %2.</source>
        <translation>Esto sería una llamada contestada de %1 a %2.</translation>
    </message>
    <message>
        <source>This would be a missed call from %1 to %2.</source>
        <translation>Esto sería una llamada perdida de %1 a %2.</translation>
    </message>
    <message>
        <source>This would be a missed call with a voicemail from %1 to %2.</source>
        <translation>Esto sería una llamada perdida con mensaje de voz de %1 a %2.</translation>
    </message>
    <message>
        <source>This would be a call from %1 to %2 that is over; whether anyone answered is not said.</source>
        <translation>Esto sería una llamada de %1 a %2 que terminó; no se dice si alguien contestó.</translation>
    </message>
    <message>
        <source>This would be a call of yours to %1 from %2.</source>
        <extracomment>%1 is who is called, %2 the line it is called from.</extracomment>
        <translation>Esto sería una llamada suya a %1 desde %2.</translation>
    </message>
    <message>
        <source>This would be a text from %1 to %2.</source>
        <translation>Esto sería un mensaje de %1 a %2.</translation>
    </message>
    <message>
        <source>This would be the receipt of a text.</source>
        <translation>Esto sería el acuse de un mensaje.</translation>
    </message>
    <message>
        <source>This would be put aside: it says nothing about a call or a text.</source>
        <extracomment>%1 says why, in English.</extracomment>
        <translation>Esto se dejaría aparte: no dice nada de una llamada o un mensaje.</translation>
    </message>
    <message>
        <source>This would be put aside (%1).</source>
        <translation>Esto se dejaría aparte (%1).</translation>
    </message>
    <message>
        <source>Not enough is known yet to read this: %1</source>
        <extracomment>%1 says what is missing, in English.</extracomment>
        <translation>Aún falta algo para poder leerlo: %1</translation>
    </message>
</context>
<context>
    <name>OpenLink</name>
    <message>
        <source>Open in %1</source>
        <extracomment>Button: opens a record&apos;s page in the browser. %1 is a lead system.</extracomment>
        <translation>Abrir en %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>For screen readers: %1 is &quot;Open in Jobber&quot;, %2 a person.</extracomment>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>People</name>
    <message>
        <source>h:mm AP</source>
        <extracomment>Time of day as Qt&apos;s format string: h hour, mm minutes, AP = AM or PM (leave AP out for a 24 hour clock).</extracomment>
        <translation>h:mm AP</translation>
    </message>
    <message>
        <source>Here</source>
        <extracomment>Somebody of the staff can be given callbacks.</extracomment>
        <translation>Presente</translation>
    </message>
    <message>
        <source>Not known</source>
        <extracomment>Somebody&apos;s calendar cannot be read: whether they are free is not known.</extracomment>
        <translation>No se sabe</translation>
    </message>
    <message>
        <source>On shift</source>
        <extracomment>Somebody is on shift, and nobody has said otherwise.</extracomment>
        <translation>De turno</translation>
    </message>
    <message>
        <source>Busy</source>
        <extracomment>Somebody of the staff is in a meeting or has said so. %1 is a time.</extracomment>
        <translation>No disponible</translation>
    </message>
    <message>
        <source>Busy until %1</source>
        <translation>No disponible hasta %1</translation>
    </message>
    <message>
        <source>Away</source>
        <extracomment>Somebody of the staff is not at their desk. %1 is a time.</extracomment>
        <translation>Ausente</translation>
    </message>
    <message>
        <source>Away until %1</source>
        <translation>Ausente hasta %1</translation>
    </message>
    <message>
        <source>On leave</source>
        <extracomment>Vacation, sick leave. %1 is a time or a day.</extracomment>
        <translation>De permiso</translation>
    </message>
    <message>
        <source>On leave until %1</source>
        <translation>De permiso hasta %1</translation>
    </message>
    <message>
        <source>Off shift</source>
        <extracomment>Outside somebody&apos;s working hours. %1 is when they begin again.</extracomment>
        <translation>Fuera de turno</translation>
    </message>
    <message>
        <source>Off shift until %1</source>
        <translation>Fuera de turno hasta %1</translation>
    </message>
    <message>
        <source>Suspended</source>
        <extracomment>Somebody who may not sign in and is given nothing for the time being.</extracomment>
        <translation>Acceso suspendido</translation>
    </message>
    <message>
        <source>They said so.</source>
        <translation>Lo dijo la propia persona.</translation>
    </message>
    <message>
        <source>Nobody has used their console for a while.</source>
        <translation>Hace rato que nadie usa su consola.</translation>
    </message>
    <message>
        <source>They are signed in at a console.</source>
        <translation>Tiene la sesión abierta en una consola.</translation>
    </message>
    <message>
        <source>Their calendar says so.</source>
        <translation>Lo dice su calendario.</translation>
    </message>
    <message>
        <source>Their calendar cannot be read, so nobody knows whether they are free. Those who are here are asked first.</source>
        <translation>Su calendario no se puede leer, así que no se sabe si está libre. Primero se pregunta a quienes están presentes.</translation>
    </message>
    <message>
        <source>%1 of %2 open</source>
        <extracomment>How many callbacks somebody has, and how many they take at most: &quot;2 of 6 open&quot;.</extracomment>
        <translation>%1 de %2 pendientes</translation>
    </message>
    <message>
        <source>nothing open</source>
        <extracomment>How many callbacks somebody has.</extracomment>
        <translation>nada pendiente</translation>
    </message>
    <message numerus="yes">
        <source>%n open</source>
        <translation>
            <numerusform>%n pendiente</numerusform>
            <numerusform>%n pendientes</numerusform>
        </translation>
    </message>
    <message>
        <source>Any time</source>
        <extracomment>Somebody without working hours.</extracomment>
        <translation>A cualquier hora</translation>
    </message>
    <message>
        <source>all day from %1</source>
        <extracomment>A working day that lasts until the same time of the next day.</extracomment>
        <translation>todo el día desde %1</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <extracomment>Days of the week and hours: &quot;Mon–Fri 8:00 AM–5:00 PM&quot;.</extracomment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>No sign-in yet</source>
        <translation>Aún sin acceso</translation>
    </message>
    <message>
        <source>Can sign in</source>
        <translation>Puede iniciar sesión</translation>
    </message>
    <message>
        <source>Chooses a password at the next sign-in</source>
        <translation>Elegirá contraseña la próxima vez que entre</translation>
    </message>
    <message>
        <source>Sign-in locked after wrong tries</source>
        <translation>Acceso bloqueado tras intentos fallidos</translation>
    </message>
    <message>
        <source>Sign-in locked until %1</source>
        <extracomment>%1 is a time.</extracomment>
        <translation>Acceso bloqueado hasta %1</translation>
    </message>
    <message>
        <source>Calendar read</source>
        <translation>Calendario leído</translation>
    </message>
    <message>
        <source>Calendar cannot be read</source>
        <translation>No se puede leer el calendario</translation>
    </message>
    <message>
        <source>Nobody is in it</source>
        <extracomment>A team without people.</extracomment>
        <translation>Sin personas</translation>
    </message>
    <message>
        <source>%1 of %2 here</source>
        <extracomment>Of a team&apos;s people: &quot;2 of 3 here&quot;.</extracomment>
        <translation>%1 de %2 presentes</translation>
    </message>
    <message numerus="yes">
        <source>%n callers wait</source>
        <translation>
            <numerusform>espera %n devolución</numerusform>
            <numerusform>esperan %n devoluciones</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>the longest for %n minutes</source>
        <extracomment>The longest that a caller has waited.</extracomment>
        <translation>
            <numerusform>la más antigua desde hace %n minuto</numerusform>
            <numerusform>la más antigua desde hace %n minutos</numerusform>
        </translation>
    </message>
    <message>
        <source>Nobody is here: %1, %2</source>
        <extracomment>%1: &quot;3 callers wait&quot;, %2: &quot;the longest for 14 minutes&quot;.</extracomment>
        <translation>No hay nadie presente: %1, %2</translation>
    </message>
    <message>
        <source>Nobody is here for %1: %2, %3</source>
        <extracomment>%1 is a team, %2: &quot;3 callers wait&quot;, %3: &quot;the longest for 14 minutes&quot;.</extracomment>
        <translation>No hay nadie presente para %1: %2, %3</translation>
    </message>
    <message>
        <source>First choose your name at the top right, so that others see who decided this.</source>
        <translation>Primero elija su nombre arriba a la derecha, para que los demás vean quién decidió esto.</translation>
    </message>
    <message>
        <source>Only owners and admins set up people. Ask one of them.</source>
        <translation>Solo los dueños y administradores configuran al personal. Pídaselo a uno de ellos.</translation>
    </message>
    <message>
        <source>Only an owner makes or changes an owner. Ask one of them.</source>
        <translation>Solo un dueño nombra o cambia a otro dueño. Pídaselo a uno de ellos.</translation>
    </message>
    <message>
        <source>Somebody has removed this meanwhile.</source>
        <translation>Mientras tanto alguien quitó esto.</translation>
    </message>
    <message>
        <source>Somebody else has changed this meanwhile. Close this and look again; nothing was saved.</source>
        <translation>Mientras tanto otra persona cambió esto. Ciérrelo y mire de nuevo; no se guardó nada.</translation>
    </message>
    <message>
        <source>You cannot remove or suspend yourself. Ask another admin or owner.</source>
        <translation>Usted no puede quitarse ni suspender su propio acceso. Pídaselo a otro administrador o dueño.</translation>
    </message>
    <message>
        <source>The office would have no owner left. Make somebody else an owner first.</source>
        <translation>La oficina se quedaría sin dueño. Primero nombre a otro dueño.</translation>
    </message>
    <message>
        <source>That is already %1&apos;s own phone: a text from it could be from either.</source>
        <extracomment>%1 is a person.</extracomment>
        <translation>Ese ya es el teléfono propio de %1: un mensaje de ese número podría ser de cualquiera de los dos.</translation>
    </message>
    <message>
        <source>That is a number of the company. Give the person&apos;s own phone.</source>
        <translation>Ese es un número de la empresa. Escriba el teléfono propio de la persona.</translation>
    </message>
    <message>
        <source>Something in it cannot be saved. %1</source>
        <translation>Algo de esto no se puede guardar. %1</translation>
    </message>
    <message>
        <source>Nothing was saved: look at what is marked.</source>
        <translation>No se guardó nada: revise lo marcado.</translation>
    </message>
    <message>
        <source>It could not be saved. %1</source>
        <extracomment>%1 is what the database said.</extracomment>
        <translation>No se pudo guardar. %1</translation>
    </message>
</context>
<context>
    <name>Phrases</name>
    <message>
        <source>Scheduled</source>
        <extracomment>Delivery state of a text.</extracomment>
        <translation>Programado</translation>
    </message>
    <message>
        <source>Sending</source>
        <extracomment>Delivery state of a text.</extracomment>
        <translation>Enviando</translation>
    </message>
    <message>
        <source>On its way</source>
        <extracomment>Delivery state of a text: the phone company has it.</extracomment>
        <translation>En camino</translation>
    </message>
    <message>
        <source>Sent</source>
        <extracomment>Delivery state of a text: the carrier has it.</extracomment>
        <translation>Enviado</translation>
    </message>
    <message>
        <source>Delivered</source>
        <extracomment>Delivery state of a text.</extracomment>
        <translation>Entregado</translation>
    </message>
    <message>
        <source>Not delivered</source>
        <extracomment>Delivery state of a text: the carrier gave up.</extracomment>
        <translation>No entregado</translation>
    </message>
    <message>
        <source>Failed</source>
        <extracomment>Delivery state of a text: the phone company refused it.</extracomment>
        <translation>Falló</translation>
    </message>
    <message>
        <source>Needs review</source>
        <extracomment>Delivery state of a text: nobody knows whether it left, a person must decide.</extracomment>
        <translation>Por revisar</translation>
    </message>
    <message>
        <source>Not sent</source>
        <extracomment>Delivery state of a text: we decided against sending it.</extracomment>
        <translation>No enviado</translation>
    </message>
    <message>
        <source>Received</source>
        <extracomment>State of a text from the caller.</extracomment>
        <translation>Recibido</translation>
    </message>
    <message>
        <source>New lead</source>
        <extracomment>Kind of caller: nobody we know yet.</extracomment>
        <translation>Prospecto nuevo</translation>
    </message>
    <message>
        <source>Prior customer</source>
        <extracomment>Kind of caller.</extracomment>
        <translation>Cliente anterior</translation>
    </message>
    <message>
        <source>Candidate</source>
        <extracomment>Kind of caller: somebody who looks for a job (recruiting).</extracomment>
        <translation>Candidato</translation>
    </message>
    <message>
        <source>Client</source>
        <extracomment>Kind of caller: a company that hires through the office (recruiting).</extracomment>
        <translation>Empresa cliente</translation>
    </message>
    <message>
        <source>Left out</source>
        <extracomment>Stage of a row: no text and no callback for this call.</extracomment>
        <translation>Descartada</translation>
    </message>
    <message>
        <source>Missed</source>
        <extracomment>Stage of a row: a missed call that nobody has claimed and no text has left for.</extracomment>
        <translation>Perdida</translation>
    </message>
    <message>
        <source>Texted</source>
        <extracomment>Stage of a row: the text is out.</extracomment>
        <translation>Con mensaje</translation>
    </message>
    <message>
        <source>Replied</source>
        <extracomment>Stage of a row: the caller wrote back.</extracomment>
        <translation>Respondió</translation>
    </message>
    <message>
        <source>Claimed</source>
        <extracomment>Stage of a row: somebody is on it.</extracomment>
        <translation>Tomada</translation>
    </message>
    <message>
        <source>Closed</source>
        <extracomment>Stage of a row: finished.</extracomment>
        <translation>Cerrada</translation>
    </message>
    <message>
        <source>Unclear</source>
        <extracomment>Stage of a row: not known whether the call was answered.</extracomment>
        <translation>Sin aclarar</translation>
    </message>
    <message>
        <source>Scheduled for %1</source>
        <extracomment>%1 is a time such as &quot;8:00 AM&quot; or &quot;tomorrow 8:00 AM&quot;.</extracomment>
        <translation>Programado para %1</translation>
    </message>
    <message>
        <source>%1 (error %2)</source>
        <extracomment>%1 is a delivery state such as &quot;Not delivered&quot;, %2 the phone company&apos;s error number.</extracomment>
        <translation>%1 (error %2)</translation>
    </message>
    <message>
        <source>error %1</source>
        <extracomment>%1 is the phone company&apos;s error number.</extracomment>
        <translation>error %1</translation>
    </message>
    <message>
        <source>Not sent: %1</source>
        <extracomment>%1 is a short reason such as &quot;quiet hours&quot;.</extracomment>
        <translation>No enviado: %1</translation>
    </message>
    <message>
        <source>No text</source>
        <extracomment>In the column about texts: there is none for this call.</extracomment>
        <translation>Sin mensaje</translation>
    </message>
    <message>
        <source>Ringback</source>
        <extracomment>Who did it, when it was the program itself.</extracomment>
        <translation>Ringback</translation>
    </message>
    <message>
        <source>Text: %1</source>
        <extracomment>%1 is a delivery state such as &quot;Delivered&quot;.</extracomment>
        <translation>Mensaje: %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>%1 is a sentence of the history, %2 more about it: a time, a delivery state, an outcome.
----------
What is known of an attempt to send: %1 is a time, %2 a sentence, %3 an error code.</extracomment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Somebody else</source>
        <extracomment>Stands for a person whose name is not known.</extracomment>
        <translation>Otra persona</translation>
    </message>
    <message>
        <source>%1 has this callback</source>
        <extracomment>%1 is a person.</extracomment>
        <translation>%1 tiene esta devolución</translation>
    </message>
    <message>
        <source>%1 has this callback since %2</source>
        <extracomment>%1 is a person, %2 a time.</extracomment>
        <translation>%1 tiene esta devolución desde: %2</translation>
    </message>
    <message>
        <source>%1 already finished this callback</source>
        <extracomment>%1 is a person.</extracomment>
        <translation>%1 ya terminó esta devolución</translation>
    </message>
    <message>
        <source>%1 already finished this callback at %2</source>
        <extracomment>%1 is a person, %2 a time.</extracomment>
        <translation>%1 ya terminó esta devolución: %2</translation>
    </message>
    <message>
        <source>Nobody has this callback. Claim it first</source>
        <translation>Nadie tiene esta devolución. Tómela primero</translation>
    </message>
    <message>
        <source>%1 has this callback. Only they can finish it or put it back</source>
        <extracomment>%1 is a person.</extracomment>
        <translation>%1 tiene esta devolución. Solo esa persona puede terminarla o regresarla</translation>
    </message>
    <message>
        <source>This callback is no longer there</source>
        <translation>Esta devolución ya no existe</translation>
    </message>
    <message>
        <source>Your name is not on the staff list. Choose who you are at the top right</source>
        <translation>Su nombre no está en la lista del personal. Elija quién es arriba a la derecha</translation>
    </message>
    <message>
        <source>The playbook no longer has this outcome. Choose another one</source>
        <translation>El plan de trabajo ya no tiene este resultado. Elija otro</translation>
    </message>
    <message>
        <source>The database could not save this. Nothing was changed; try again in a moment</source>
        <translation>La base de datos no pudo guardarlo. Nada cambió; intente de nuevo en un momento</translation>
    </message>
    <message>
        <source>Hidden number</source>
        <extracomment>Stands where a caller&apos;s number would be.</extracomment>
        <translation>Número oculto</translation>
    </message>
    <message>
        <source>Texts held: please decide</source>
        <extracomment>In the column about texts: none leaves until a person has decided whether the caller wants them.</extracomment>
        <translation>Mensajes retenidos: decida, por favor</translation>
    </message>
    <message>
        <source>Texts held</source>
        <extracomment>The same on two short lines.</extracomment>
        <translation>Retenidos</translation>
    </message>
    <message>
        <source>please decide</source>
        <translation>decida, por favor</translation>
    </message>
    <message>
        <source>at %1</source>
        <extracomment>%1 is a time of day of today: &quot;at 3:10 PM&quot;. Other days stand alone: &quot;tomorrow 9:00 AM&quot;.</extracomment>
        <translation>a las %1</translation>
    </message>
    <message>
        <source>try %1 of %2</source>
        <extracomment>How often somebody has tried to reach a caller: &quot;try 2 of 3&quot;.</extracomment>
        <translation>intento %1 de %2</translation>
    </message>
    <message>
        <source>returns %1</source>
        <extracomment>A callback that waits for its time; %1 is &quot;at 3:10 PM&quot; or &quot;tomorrow 9:00 AM&quot;.</extracomment>
        <translation>vuelve %1</translation>
    </message>
    <message>
        <source>passed to the next person</source>
        <extracomment>An unclaimed callback was given to somebody else.</extracomment>
        <translation>pasó a la siguiente persona</translation>
    </message>
    <message>
        <source>passed to the next person since %1</source>
        <translation>con la siguiente persona desde: %1</translation>
    </message>
    <message>
        <source>with the whole team</source>
        <extracomment>An unclaimed callback was given to everybody.</extracomment>
        <translation>con todo el equipo</translation>
    </message>
    <message>
        <source>with the whole team since %1</source>
        <translation>con todo el equipo desde: %1</translation>
    </message>
    <message>
        <source>with the owner</source>
        <extracomment>An unclaimed callback was given to the owner.</extracomment>
        <translation>con el dueño</translation>
    </message>
    <message>
        <source>with the owner since %1</source>
        <translation>con el dueño desde: %1</translation>
    </message>
    <message>
        <source>human queue</source>
        <extracomment>Not resolved in time: no automatic message any more, only people work on it.</extracomment>
        <translation>solo para personas</translation>
    </message>
    <message>
        <source>human queue since %1</source>
        <translation>solo para personas desde: %1</translation>
    </message>
    <message>
        <source>E-mail %1 unless they answer</source>
        <extracomment>%1 is &quot;at 3:40 PM&quot; or &quot;tomorrow 9:00 AM&quot;.</extracomment>
        <translation>Correo %1 si no responde</translation>
    </message>
    <message>
        <source>Second text %1 unless they answer</source>
        <extracomment>%1 is &quot;at 3:40 PM&quot; or &quot;tomorrow 9:00 AM&quot;.</extracomment>
        <translation>Segundo mensaje %1 si no responde</translation>
    </message>
    <message>
        <source>Next text %1 unless they answer</source>
        <extracomment>%1 is &quot;at 3:40 PM&quot; or &quot;tomorrow 9:00 AM&quot;.</extracomment>
        <translation>Siguiente mensaje %1 si no responde</translation>
    </message>
    <message>
        <source>%1 had it; back in the queue</source>
        <extracomment>A claim ran out: %1 is the person who had the callback.</extracomment>
        <translation>La tenía %1; volvió a la cola</translation>
    </message>
    <message>
        <source>Appointment: %1</source>
        <extracomment>%1 is a time.</extracomment>
        <translation>Cita: %1</translation>
    </message>
    <message>
        <source>Somebody of yours has spoken with them</source>
        <translation>Alguien de su equipo ya habló con la persona</translation>
    </message>
    <message>
        <source>Waiting</source>
        <extracomment>Short mark on a callback that waits for its time.</extracomment>
        <translation>En espera</translation>
    </message>
    <message>
        <source>Human queue</source>
        <extracomment>Short mark on a callback that only people work on.</extracomment>
        <translation>Solo personas</translation>
    </message>
    <message>
        <source>With the owner</source>
        <extracomment>Short mark on a callback that was passed on to the owner.</extracomment>
        <translation>Con el dueño</translation>
    </message>
    <message>
        <source>Came back</source>
        <extracomment>Short mark on a callback whose claim ran out.</extracomment>
        <translation>Volvió</translation>
    </message>
    <message>
        <source>They wrote STOP, %1</source>
        <extracomment>How we know that a caller wants no texts; %1 is a time.</extracomment>
        <translation>Escribió STOP, %1</translation>
    </message>
    <message>
        <source>Blocked by the phone company, %1</source>
        <extracomment>How we know that a caller wants no texts; %1 is a time.</extracomment>
        <translation>Bloqueado por la compañía telefónica, %1</translation>
    </message>
    <message>
        <source>From a list that was loaded, %1</source>
        <extracomment>How we know that a caller wants no texts; %1 is a time.</extracomment>
        <translation>De una lista cargada, %1</translation>
    </message>
    <message>
        <source>Set by %1, %2</source>
        <extracomment>How we know that a caller wants no texts; %1 is a person of ours, %2 a time.</extracomment>
        <translation>Lo marcó %1, %2</translation>
    </message>
    <message>
        <source>%1: %2 (%3)</source>
        <translation>%1: %2 (%3)</translation>
    </message>
    <message>
        <source>Try %1 was handed over</source>
        <extracomment>%1 counts attempts to send a text.</extracomment>
        <translation>Se entregó el intento %1</translation>
    </message>
    <message>
        <source>No clear answer came back</source>
        <translation>No llegó una respuesta clara</translation>
    </message>
    <message>
        <source>It was refused</source>
        <translation>Fue rechazado</translation>
    </message>
    <message>
        <source>Asked for it, and it was not there</source>
        <translation>Se preguntó por él, y no estaba</translation>
    </message>
    <message>
        <source>Asked for it, and it was there</source>
        <translation>Se preguntó por él, y ahí estaba</translation>
    </message>
    <message>
        <source>It was taken</source>
        <translation>Fue aceptado</translation>
    </message>
    <message>
        <source>It did not leave this office</source>
        <translation>No salió de esta oficina</translation>
    </message>
    <message numerus="yes">
        <source>%n min</source>
        <extracomment>A span of minutes, short.</extracomment>
        <translation>
            <numerusform>%n min</numerusform>
            <numerusform>%n min</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <extracomment>A span: %1 hours and %2 minutes, short.</extracomment>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source>until %1</source>
        <extracomment>When storm mode ends; %1 is a time.</extracomment>
        <translation>hasta: %1</translation>
    </message>
    <message>
        <source>until it calms down</source>
        <extracomment>When storm mode ends: once few calls are missed.</extracomment>
        <translation>hasta que se calme</translation>
    </message>
    <message numerus="yes">
        <source>%n missed in the last 15 minutes</source>
        <translation>
            <numerusform>%n perdida en los últimos 15 minutos</numerusform>
            <numerusform>%n perdidas en los últimos 15 minutos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to call back, about %1 of work</source>
        <extracomment>%n callbacks wait; %1 is a span such as &quot;2 h 10 min&quot;: how long it takes to call everybody back.</extracomment>
        <translation>
            <numerusform>%n por devolver, unos %1 de trabajo</numerusform>
            <numerusform>%n por devolver, unos %1 de trabajo</numerusform>
        </translation>
    </message>
    <message>
        <source>nobody waits for a callback</source>
        <translation>nadie espera una devolución</translation>
    </message>
    <message>
        <source>Done: %1.</source>
        <extracomment>After a callback was completed; %1 is how it ended.</extracomment>
        <translation>Listo: %1.</translation>
    </message>
    <message>
        <source>The confirmation goes out %1.</source>
        <extracomment>%1 is &quot;at 3:12 PM&quot; or &quot;tomorrow 8:00 AM&quot;.</extracomment>
        <translation>La confirmación sale %1</translation>
    </message>
    <message>
        <source>It comes back %1, %2.</source>
        <extracomment>%1 is &quot;at 3:10 PM&quot; or &quot;Tue 9:00 AM&quot;, %2 &quot;try 2 of 3&quot;.</extracomment>
        <translation>Vuelve %1, %2.</translation>
    </message>
    <message>
        <source>That is not a phone number. Write it with its area code</source>
        <translation>Eso no es un número de teléfono. Escríbalo con el código de área</translation>
    </message>
    <message>
        <source>This text is settled. There is nothing to decide about it any more</source>
        <translation>Este mensaje ya está resuelto. No queda nada por decidir</translation>
    </message>
    <message>
        <source>It is too late to take this back. Open the callback again from the board</source>
        <translation>Ya es tarde para deshacerlo. Vuelva a abrir la devolución desde el tablero</translation>
    </message>
    <message>
        <source>That time is in the past. Choose one to come</source>
        <translation>Esa hora ya pasó. Elija una futura</translation>
    </message>
    <message>
        <source>Storm mode began by itself %1</source>
        <extracomment>Storm mode began by itself because many calls were missed; %1 is &quot;at 2:00 PM&quot;.</extracomment>
        <translation>El modo tormenta empezó solo %1</translation>
    </message>
    <message>
        <source>Storm mode: turned on by %1 %2</source>
        <extracomment>%1 is a person, %2 is &quot;at 2:00 PM&quot;.</extracomment>
        <translation>Modo tormenta: lo activó %1 %2</translation>
    </message>
    <message>
        <source>Voicemail</source>
        <extracomment>What a caller left behind.</extracomment>
        <translation>Mensaje de voz</translation>
    </message>
    <message>
        <source>Voicemail, %1 s</source>
        <extracomment>What a caller left behind, with its length in seconds.</extracomment>
        <translation>Mensaje de voz, %1 s</translation>
    </message>
    <message>
        <source>Voicemail, %1 min %2 s</source>
        <extracomment>What a caller left behind, with its length in minutes and seconds.</extracomment>
        <translation>Mensaje de voz, %1 min %2 s</translation>
    </message>
    <message>
        <source>Found in the call list: the news of this call never reached us</source>
        <translation>Hallada en la lista de llamadas: el aviso de esta llamada nunca nos llegó</translation>
    </message>
    <message>
        <source>The carriers vouch for the caller&apos;s number</source>
        <extracomment>A hint (STIR/SHAKEN): the phone networks say that the number is the caller&apos;s own.</extracomment>
        <translation>Los operadores avalan el número de quien llamó</translation>
    </message>
    <message>
        <source>The carriers do not vouch for the caller&apos;s number: it may be faked. Only a hint</source>
        <extracomment>A hint (STIR/SHAKEN): the number may not be the caller&apos;s own.</extracomment>
        <translation>Los operadores no avalan el número de quien llamó: puede ser falso. Solo es un indicio</translation>
    </message>
    <message>
        <source>Marked as spam on the command line</source>
        <extracomment>Of a number; not by a person at a screen.</extracomment>
        <translation>Marcado como spam desde la línea de comandos</translation>
    </message>
    <message>
        <source>Marked as spam by %1</source>
        <extracomment>Of a number; %1 is a person.</extracomment>
        <translation>Marcado como spam por %1</translation>
    </message>
    <message>
        <source>On the list “%1”</source>
        <extracomment>Of a number; %1 is the name of an imported block list.</extracomment>
        <translation>En la lista «%1»</translation>
    </message>
    <message numerus="yes">
        <source>%n complaints</source>
        <extracomment>How often people complained about a number, by public complaint files.</extracomment>
        <translation>
            <numerusform>%n queja</numerusform>
            <numerusform>%n quejas</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 since %2</source>
        <extracomment>%1 is a phrase such as &quot;12 complaints&quot; or &quot;Marked as spam by Dana Reyes&quot;, %2 a day.</extracomment>
        <translation>%1, desde: %2</translation>
    </message>
    <message>
        <source>There is nothing to choose for this caller any more</source>
        <extracomment>%1 is a person.</extracomment>
        <translation>Ya no hay nada que elegir para quien llamó</translation>
    </message>
    <message>
        <source>%1 has chosen already</source>
        <translation>%1 ya eligió</translation>
    </message>
    <message>
        <source>That record is not among those to choose from any more. Look again</source>
        <translation>Ese registro ya no está entre los que se pueden elegir. Mire de nuevo</translation>
    </message>
    <message>
        <source>There is nothing to try again: it has been written meanwhile, or it is being tried</source>
        <translation>No hay nada que reintentar: ya se escribió entretanto, o se está intentando</translation>
    </message>
    <message>
        <source>Somebody in the lead system</source>
        <extracomment>Who did it, when it was done in the CRM and not here.</extracomment>
        <translation>Alguien en el sistema de prospectos</translation>
    </message>
    <message>
        <source>You may not do this. Ask an owner or an admin</source>
        <translation>Usted no puede hacer esto. Pídaselo a un dueño o administrador</translation>
    </message>
    <message>
        <source>%1 is ringing them now</source>
        <extracomment>Of a caller; %1 is a person.</extracomment>
        <translation>%1 le está llamando ahora</translation>
    </message>
    <message>
        <source>%1 is ringing them now, since %2</source>
        <extracomment>Of a caller; %1 is a person, %2 a time.</extracomment>
        <translation>%1 le está llamando ahora, desde: %2</translation>
    </message>
</context>
<context>
    <name>Reasons</name>
    <message>
        <source>A text went out</source>
        <extracomment>Each reason twice: a sentence without a full stop, and two or three lower-case words that follow &quot;Not sent:&quot;.</extracomment>
        <translation>Salió un mensaje</translation>
    </message>
    <message>
        <source>text sent</source>
        <translation>mensaje enviado</translation>
    </message>
    <message>
        <source>The caller hung up too soon for a text</source>
        <translation>Colgó demasiado pronto para un mensaje</translation>
    </message>
    <message>
        <source>hung up at once</source>
        <translation>colgó enseguida</translation>
    </message>
    <message>
        <source>The phone company did not say how long it rang</source>
        <translation>La compañía telefónica no dijo cuánto sonó</translation>
    </message>
    <message>
        <source>ring time not known</source>
        <translation>no se sabe cuánto sonó</translation>
    </message>
    <message>
        <source>This number got a text a short while ago</source>
        <translation>Este número recibió un mensaje hace poco</translation>
    </message>
    <message>
        <source>already texted</source>
        <translation>ya recibió mensaje</translation>
    </message>
    <message>
        <source>The caller tried again</source>
        <translation>Volvió a llamar</translation>
    </message>
    <message>
        <source>called again</source>
        <translation>volvió a llamar</translation>
    </message>
    <message>
        <source>It is quiet hours where the caller is</source>
        <translation>Son horas de silencio donde está la persona</translation>
    </message>
    <message>
        <source>quiet hours</source>
        <translation>horas de silencio</translation>
    </message>
    <message>
        <source>The caller asked for no texts</source>
        <translation>La persona pidió no recibir mensajes</translation>
    </message>
    <message>
        <source>asked for no texts</source>
        <translation>pidió no recibir mensajes</translation>
    </message>
    <message>
        <source>This number is on your do-not-text list</source>
        <translation>Este número está en su lista de no enviar mensajes</translation>
    </message>
    <message>
        <source>do-not-text list</source>
        <translation>lista de no enviar</translation>
    </message>
    <message>
        <source>The call came from one of your own numbers</source>
        <translation>La llamada vino de uno de sus propios números</translation>
    </message>
    <message>
        <source>your own number</source>
        <translation>número propio</translation>
    </message>
    <message>
        <source>The caller hid the number</source>
        <translation>La persona ocultó su número</translation>
    </message>
    <message>
        <source>hidden number</source>
        <translation>número oculto</translation>
    </message>
    <message>
        <source>The caller&apos;s number cannot be called back</source>
        <translation>No se puede llamar de vuelta a ese número</translation>
    </message>
    <message>
        <source>unusable number</source>
        <translation>número inservible</translation>
    </message>
    <message>
        <source>A spam list names this number</source>
        <translation>Este número está en una lista de spam</translation>
    </message>
    <message>
        <source>listed as spam</source>
        <translation>en lista de spam</translation>
    </message>
    <message>
        <source>The call was not missed</source>
        <translation>La llamada no se perdió</translation>
    </message>
    <message>
        <source>not missed</source>
        <translation>no se perdió</translation>
    </message>
    <message>
        <source>Somebody answered the call</source>
        <translation>Alguien contestó la llamada</translation>
    </message>
    <message>
        <source>answered</source>
        <translation>contestada</translation>
    </message>
    <message>
        <source>The phone company did not say whether anyone answered</source>
        <translation>La compañía telefónica no dijo si alguien contestó</translation>
    </message>
    <message>
        <source>not known if answered</source>
        <translation>no se sabe si se contestó</translation>
    </message>
    <message>
        <source>This is a prior customer</source>
        <translation>Es un cliente anterior</translation>
    </message>
    <message>
        <source>prior customer</source>
        <translation>cliente anterior</translation>
    </message>
    <message>
        <source>This is a client</source>
        <translation>Es una empresa cliente</translation>
    </message>
    <message>
        <source>client</source>
        <translation>empresa cliente</translation>
    </message>
    <message>
        <source>Nobody set up the number that was dialled</source>
        <translation>El número marcado no está configurado</translation>
    </message>
    <message>
        <source>number not set up</source>
        <translation>número sin configurar</translation>
    </message>
    <message>
        <source>No number is set up to send texts from</source>
        <translation>No hay un número configurado para enviar mensajes</translation>
    </message>
    <message>
        <source>no sending number</source>
        <translation>sin número de envío</translation>
    </message>
    <message>
        <source>Its moment had passed before it could go out</source>
        <translation>Su momento pasó antes de poder salir</translation>
    </message>
    <message>
        <source>too late</source>
        <translation>demasiado tarde</translation>
    </message>
    <message>
        <source>The caller wrote back</source>
        <translation>La persona respondió por mensaje</translation>
    </message>
    <message>
        <source>caller replied</source>
        <translation>la persona respondió</translation>
    </message>
    <message>
        <source>The phone company refused it</source>
        <translation>La compañía telefónica lo rechazó</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>rechazado</translation>
    </message>
    <message>
        <source>The phone company did not say whether the text left</source>
        <translation>La compañía telefónica no dijo si el mensaje salió</translation>
    </message>
    <message>
        <source>not known if it left</source>
        <translation>no se sabe si salió</translation>
    </message>
    <message>
        <source>A person must decide</source>
        <translation>Una persona debe decidir</translation>
    </message>
    <message>
        <source>needs review</source>
        <translation>por revisar</translation>
    </message>
    <message>
        <source>It will be tried again</source>
        <translation>Se intentará de nuevo</translation>
    </message>
    <message>
        <source>will try again</source>
        <translation>se intentará de nuevo</translation>
    </message>
    <message>
        <source>Given to the next free person</source>
        <translation>Asignada a la siguiente persona libre</translation>
    </message>
    <message>
        <source>next free person</source>
        <translation>siguiente persona libre</translation>
    </message>
    <message>
        <source>Nobody was free: anyone may take it</source>
        <translation>Nadie estaba libre: cualquiera puede tomarla</translation>
    </message>
    <message>
        <source>nobody free</source>
        <translation>nadie libre</translation>
    </message>
    <message>
        <source>Waiting a moment to see whether somebody answers</source>
        <translation>Esperando un momento por si alguien contesta</translation>
    </message>
    <message>
        <source>waiting a moment</source>
        <translation>esperando un momento</translation>
    </message>
    <message>
        <source>The phone company cannot be reached right now</source>
        <translation>No se puede contactar a la compañía telefónica ahora</translation>
    </message>
    <message>
        <source>not reachable</source>
        <translation>sin conexión</translation>
    </message>
    <message>
        <source>The follow-up was closed before</source>
        <translation>El seguimiento ya estaba cerrado</translation>
    </message>
    <message>
        <source>already closed</source>
        <translation>ya cerrado</translation>
    </message>
    <message>
        <source>The caller may want no more texts: a person must decide</source>
        <translation>Quizá la persona no quiere más mensajes: alguien debe decidir</translation>
    </message>
    <message>
        <source>please decide</source>
        <translation>decida, por favor</translation>
    </message>
    <message>
        <source>Somebody has spoken with the caller</source>
        <translation>Alguien ya habló con la persona</translation>
    </message>
    <message>
        <source>caller reached</source>
        <translation>ya se habló</translation>
    </message>
    <message>
        <source>Somebody is working on it</source>
        <translation>Alguien se ocupa de ella</translation>
    </message>
    <message>
        <source>claimed</source>
        <translation>tomada</translation>
    </message>
    <message>
        <source>No e-mail address is on file</source>
        <translation>No hay dirección de correo registrada</translation>
    </message>
    <message>
        <source>no e-mail address</source>
        <translation>sin dirección de correo</translation>
    </message>
    <message>
        <source>An e-mail goes out instead, as an address is on file</source>
        <translation>En su lugar sale un correo, porque hay una dirección registrada</translation>
    </message>
    <message>
        <source>e-mail instead</source>
        <translation>correo en su lugar</translation>
    </message>
    <message>
        <source>No mail server is set up</source>
        <translation>No hay servidor de correo configurado</translation>
    </message>
    <message>
        <source>no mail server</source>
        <translation>sin servidor de correo</translation>
    </message>
    <message>
        <source>Storm mode was on</source>
        <translation>Estaba activo el modo tormenta</translation>
    </message>
    <message>
        <source>storm mode</source>
        <translation>modo tormenta</translation>
    </message>
    <message>
        <source>Three short calls in an hour: somebody in need, not a machine</source>
        <translation>Tres llamadas cortas en una hora: alguien con urgencia, no una máquina</translation>
    </message>
    <message>
        <source>several short calls</source>
        <translation>varias llamadas cortas</translation>
    </message>
    <message>
        <source>The caller was returning your call</source>
        <translation>La persona devolvía su llamada</translation>
    </message>
    <message>
        <source>returning your call</source>
        <translation>devolvía su llamada</translation>
    </message>
    <message>
        <source>The caller rang again and somebody answered</source>
        <translation>La persona volvió a llamar y alguien contestó</translation>
    </message>
    <message>
        <source>answered later</source>
        <translation>contestada después</translation>
    </message>
    <message>
        <source>You called the caller and they answered</source>
        <translation>Usted llamó y la persona contestó</translation>
    </message>
    <message>
        <source>you called</source>
        <translation>usted llamó</translation>
    </message>
    <message>
        <source>It waits for a message planned before it</source>
        <translation>Espera a un mensaje programado antes</translation>
    </message>
    <message>
        <source>waits its turn</source>
        <translation>espera su turno</translation>
    </message>
    <message>
        <source>Nobody claimed it in time</source>
        <translation>Nadie la tomó a tiempo</translation>
    </message>
    <message>
        <source>not claimed in time</source>
        <translation>no tomada a tiempo</translation>
    </message>
    <message>
        <source>It was claimed and left alone</source>
        <translation>Alguien la tomó y la dejó sin atender</translation>
    </message>
    <message>
        <source>claim ran out</source>
        <translation>plazo vencido</translation>
    </message>
    <message>
        <source>It was not resolved in time: from now on only people work on it</source>
        <translation>No se resolvió a tiempo: desde ahora solo la atienden personas</translation>
    </message>
    <message>
        <source>not resolved in time</source>
        <translation>no resuelta a tiempo</translation>
    </message>
    <message>
        <source>They texted you first</source>
        <translation>Le escribió primero</translation>
    </message>
    <message>
        <source>texted you</source>
        <translation>le escribió</translation>
    </message>
    <message>
        <source>Somebody here marked this number as spam</source>
        <translation>Alguien de aquí marcó este número como spam</translation>
    </message>
    <message>
        <source>marked as spam</source>
        <translation>marcado como spam</translation>
    </message>
    <message>
        <source>A block list that you imported names this number</source>
        <translation>Una lista de bloqueo que usted importó nombra este número</translation>
    </message>
    <message>
        <source>on a block list</source>
        <translation>en una lista de bloqueo</translation>
    </message>
    <message>
        <source>Many people have complained about this number</source>
        <translation>Muchas personas se han quejado de este número</translation>
    </message>
    <message>
        <source>many complaints</source>
        <translation>muchas quejas</translation>
    </message>
    <message>
        <source>Lists name this number, but somebody here said it is not spam</source>
        <translation>Hay listas que nombran este número, pero alguien de aquí dijo que no es spam</translation>
    </message>
    <message>
        <source>said not to be spam</source>
        <translation>dicho que no es spam</translation>
    </message>
    <message>
        <source>Lists name this number, but you know the caller</source>
        <translation>Hay listas que nombran este número, pero usted conoce a quien llama</translation>
    </message>
    <message>
        <source>known caller</source>
        <translation>llamante conocido</translation>
    </message>
    <message>
        <source>It was taken for spam, and somebody wants it called back</source>
        <translation>Se tomó por spam y alguien quiere que se devuelva la llamada</translation>
    </message>
    <message>
        <source>not spam after all</source>
        <translation>no era spam</translation>
    </message>
    <message>
        <source>Given to the person who looks after this caller in the lead system</source>
        <translation>Se asignó a quien atiende a esta persona en el sistema de prospectos</translation>
    </message>
    <message>
        <source>looks after them</source>
        <translation>atiende a esta persona</translation>
    </message>
    <message>
        <source>The caller booked a time online</source>
        <translation>La persona reservó una hora en línea</translation>
    </message>
    <message>
        <source>booked online</source>
        <translation>reservó en línea</translation>
    </message>
    <message>
        <source>Who looks after this caller is not there now</source>
        <translation>Quien atiende a esta persona no está ahora</translation>
    </message>
    <message>
        <source>their person is out</source>
        <translation>su agente no está</translation>
    </message>
    <message>
        <source>A senior person goes first</source>
        <translation>Primero alguien con experiencia</translation>
    </message>
    <message>
        <source>senior first</source>
        <translation>experiencia primero</translation>
    </message>
    <message>
        <source>Given to somebody with the skills that this line asks for</source>
        <translation>Asignada a alguien con lo que pide esta línea</translation>
    </message>
    <message>
        <source>has the skill</source>
        <translation>sabe del tema</translation>
    </message>
    <message>
        <source>Given to somebody who speaks the caller&apos;s language</source>
        <translation>Asignada a alguien que habla el idioma de la persona</translation>
    </message>
    <message>
        <source>speaks their language</source>
        <translation>habla su idioma</translation>
    </message>
    <message>
        <source>Whoever had it is not there any more</source>
        <translation>Quien la tenía ya no está</translation>
    </message>
    <message>
        <source>person left</source>
        <translation>se fue</translation>
    </message>
    <message>
        <source>It waited until somebody was there</source>
        <translation>Esperó hasta que hubo alguien</translation>
    </message>
    <message>
        <source>somebody came</source>
        <translation>llegó alguien</translation>
    </message>
</context>
<context>
    <name>Routing</name>
    <message>
        <source>Somebody who has left</source>
        <extracomment>In the place of a name: of somebody who is no longer of the staff.</extracomment>
        <translation>Alguien que ya no trabaja aquí</translation>
    </message>
    <message>
        <source>here and free until %1</source>
        <extracomment>Why somebody gets a callback. %1 is a time, of the end of the shift or of the next meeting.</extracomment>
        <translation>presente y libre hasta %1</translation>
    </message>
    <message>
        <source>here</source>
        <translation>presente</translation>
    </message>
    <message>
        <source>on shift, but their calendar cannot be read</source>
        <extracomment>Why somebody gets a callback although their calendar cannot be read.</extracomment>
        <translation>de turno, pero su calendario no se puede leer</translation>
    </message>
    <message>
        <source>on shift and free until %1</source>
        <extracomment>Why somebody gets a callback. %1 is a time.</extracomment>
        <translation>de turno y libre hasta %1</translation>
    </message>
    <message>
        <source>on shift</source>
        <translation>de turno</translation>
    </message>
    <message>
        <source>%1, and nobody else is free</source>
        <extracomment>Why somebody gets a callback although they are busy. %1 is &quot;busy until 3:30 PM&quot;.</extracomment>
        <translation>%1, y nadie más está libre</translation>
    </message>
    <message>
        <source>last got one at %1</source>
        <extracomment>When somebody was given a callback before. %1 is a time.</extracomment>
        <translation>recibió la última (%1)</translation>
    </message>
    <message>
        <source>got none yet</source>
        <extracomment>Somebody has not been given a callback yet.</extracomment>
        <translation>aún no ha recibido ninguna</translation>
    </message>
    <message>
        <source>the caller returns their call</source>
        <extracomment>Why somebody gets a callback: they had dialled this caller.</extracomment>
        <translation>quien llamó devuelve una llamada suya</translation>
    </message>
    <message>
        <source>the caller is theirs in the lead system</source>
        <extracomment>Why somebody gets a callback: the lead system says that they look after the caller.</extracomment>
        <translation>según el sistema de prospectos, atiende a quien llamó</translation>
    </message>
    <message>
        <source>senior people are asked first for this caller</source>
        <translation>para quien llamó se pregunta primero a quienes tienen más experiencia</translation>
    </message>
    <message>
        <source>speaks the caller&apos;s language</source>
        <translation>habla el idioma de quien llamó</translation>
    </message>
    <message>
        <source>has what this line asks for</source>
        <translation>tiene lo que pide esta línea</translation>
    </message>
    <message>
        <source>who usually looks after the caller is not here</source>
        <translation>quien suele atender a esta persona no está</translation>
    </message>
    <message>
        <source>Nobody was there: it waited in the queue</source>
        <translation>No había nadie: esperó en la cola</translation>
    </message>
    <message>
        <source>Nobody: it waits in the queue, and goes to whoever comes first</source>
        <translation>Nadie: espera en la cola y va a quien llegue primero</translation>
    </message>
    <message>
        <source>%1 got it</source>
        <extracomment>Who gets a callback; %1 is a person.</extracomment>
        <translation>Le tocó a %1</translation>
    </message>
    <message>
        <source>%1 gets it</source>
        <translation>Le toca a %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>A person, and why not they: &quot;Sam Ortiz: off shift until Mon 8:00 AM&quot;.</extracomment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>not in this team</source>
        <extracomment>Why somebody did not get a callback.</extracomment>
        <translation>no está en este equipo</translation>
    </message>
    <message>
        <source>had it and did not take it</source>
        <translation>le tocó y no la tomó</translation>
    </message>
    <message>
        <source>has enough: %1</source>
        <extracomment>%1: &quot;6 of 6 open&quot;.</extracomment>
        <translation>ya tiene suficientes: %1</translation>
    </message>
    <message numerus="yes">
        <source>has got enough for today: %n</source>
        <translation>
            <numerusform>ya recibió suficientes por hoy: %n</numerusform>
            <numerusform>ya recibió suficientes por hoy: %n</numerusform>
        </translation>
    </message>
    <message>
        <source>an owner is asked only when nobody else is there</source>
        <translation>a un dueño se le pide solo cuando no hay nadie más</translation>
    </message>
    <message>
        <source>on shift, but others are known to be here</source>
        <translation>de turno, pero se sabe que otros están presentes</translation>
    </message>
    <message>
        <source>somebody senior is there</source>
        <translation>hay alguien con más experiencia</translation>
    </message>
    <message>
        <source>somebody has what this line asks for</source>
        <translation>otra persona tiene lo que pide esta línea</translation>
    </message>
    <message>
        <source>somebody speaks the caller&apos;s language</source>
        <translation>otra persona habla el idioma de quien llamó</translation>
    </message>
    <message>
        <source>has more on the desk: %1</source>
        <extracomment>%1: &quot;5 of 6 open&quot;.</extracomment>
        <translation>tiene más por hacer: %1</translation>
    </message>
    <message>
        <source>not their turn, last got one at %1</source>
        <extracomment>Why somebody did not get a callback. %1 is a time.</extracomment>
        <translation>no es su turno, recibió la última (%1)</translation>
    </message>
    <message>
        <source>not their turn</source>
        <translation>no es su turno</translation>
    </message>
    <message>
        <source>Why %1?</source>
        <extracomment>Button that opens the answer; %1 is who was given a callback.</extracomment>
        <translation>¿Por qué %1?</translation>
    </message>
    <message>
        <source>Why nobody?</source>
        <extracomment>Button that opens the answer: why nobody was given a callback.</extracomment>
        <translation>¿Por qué nadie?</translation>
    </message>
</context>
<context>
    <name>SignIns</name>
    <message numerus="yes">
        <source>%n seconds</source>
        <extracomment>How long somebody has to wait before the next try.</extracomment>
        <translation>
            <numerusform>%n segundo</numerusform>
            <numerusform>%n segundos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minutes</source>
        <extracomment>How long somebody has to wait before the next try.</extracomment>
        <translation>
            <numerusform>%n minuto</numerusform>
            <numerusform>%n minutos</numerusform>
        </translation>
    </message>
    <message>
        <source>That is not right, and it was tried too often. Try again in %1.</source>
        <extracomment>%1 is a span: &quot;30 seconds&quot;.</extracomment>
        <translation>No es correcto, y hubo demasiados intentos. Intente de nuevo en %1.</translation>
    </message>
    <message>
        <source>That is not right. Try again.</source>
        <translation>No es correcto. Intente de nuevo.</translation>
    </message>
    <message>
        <source>It was tried too often. Try again in %1.</source>
        <extracomment>%1 is a span: &quot;30 seconds&quot;.</extracomment>
        <translation>Hubo demasiados intentos. Intente de nuevo en %1.</translation>
    </message>
    <message>
        <source>You can try again now.</source>
        <translation>Ya puede intentar de nuevo.</translation>
    </message>
    <message>
        <source>You may not do this. Owners reset everybody&apos;s sign-in; admins reset those of the others.</source>
        <translation>Usted no puede hacer esto. Los dueños restablecen el acceso de todos; los administradores, el de los demás.</translation>
    </message>
    <message>
        <source>This person is not on the staff list any more.</source>
        <translation>Esta persona ya no está en la lista del personal.</translation>
    </message>
    <message>
        <source>An owner has been here before you. Sign in, or ask them.</source>
        <translation>Un dueño llegó antes que usted. Inicie sesión o pregúntele.</translation>
    </message>
    <message>
        <source>First an owner sets up their own sign-in.</source>
        <translation>Primero un dueño debe configurar su propio acceso.</translation>
    </message>
    <message>
        <source>That is too short. A password has at least %1 characters, a PIN at least %2 digits.</source>
        <extracomment>%1 and %2 are numbers.</extracomment>
        <translation>Es demasiado corto. Una contraseña tiene al menos %1 caracteres; un PIN, al menos %2 dígitos.</translation>
    </message>
    <message>
        <source>That is too long. A password has at most %1 characters, a PIN at most %2 digits.</source>
        <extracomment>%1 and %2 are numbers.</extracomment>
        <translation>Es demasiado largo. Una contraseña tiene como máximo %1 caracteres; un PIN, como máximo %2 dígitos.</translation>
    </message>
    <message>
        <source>That is among the first that anybody would try. Choose another one.</source>
        <translation>Es de lo primero que cualquiera probaría. Elija algo distinto.</translation>
    </message>
    <message>
        <source>That is little more than your name or the company&apos;s. Choose another one.</source>
        <translation>Es poco más que su nombre o el de la empresa. Elija algo distinto.</translation>
    </message>
    <message>
        <source>A PIN has digits only.</source>
        <translation>Un PIN solo tiene dígitos.</translation>
    </message>
    <message>
        <source>That is too simple: no rows like 123456 and no repeats.</source>
        <translation>Es demasiado simple: sin series como 123456 ni repeticiones.</translation>
    </message>
    <message>
        <source>That is the one you have. Choose another one.</source>
        <translation>Es lo que ya tiene. Elija algo distinto.</translation>
    </message>
    <message>
        <source>Sign-ins cannot be changed on this computer. Do it on an admin&apos;s or an owner&apos;s.</source>
        <translation>En esta computadora no se pueden cambiar los accesos. Hágalo en la de un administrador o dueño.</translation>
    </message>
    <message>
        <source>The database could not be reached or written. Nothing was changed; try again in a moment.</source>
        <translation>No se pudo llegar a la base de datos o escribir en ella. Nada cambió; intente de nuevo en un momento.</translation>
    </message>
    <message>
        <source>%1 to %2 digits; no rows like 123456.</source>
        <extracomment>%1 and %2 are numbers.</extracomment>
        <translation>De %1 a %2 dígitos; sin series como 123456.</translation>
    </message>
    <message>
        <source>At least %1 characters. Four words that nobody would put together are good and easy to type.</source>
        <extracomment>%1 is a number.</extracomment>
        <translation>Al menos %1 caracteres. Cuatro palabras que nadie juntaría son seguras y fáciles de escribir.</translation>
    </message>
    <message>
        <source>Owner</source>
        <extracomment>Role of a person in the office.</extracomment>
        <translation>Dueño</translation>
    </message>
    <message>
        <source>Admin</source>
        <extracomment>Role of a person in the office.</extracomment>
        <translation>Administrador</translation>
    </message>
    <message>
        <source>Rep</source>
        <extracomment>Role of a person in the office: who calls back.</extracomment>
        <translation>Agente</translation>
    </message>
</context>
<context>
    <name>Status</name>
    <message numerus="yes">
        <source>%n webhooks refused: not signed by your phone company</source>
        <extracomment>A webhook is a message from the phone company about a call.</extracomment>
        <translation>
            <numerusform>%n aviso rechazado: no lo firmó su compañía telefónica</numerusform>
            <numerusform>%n avisos rechazados: no los firmó su compañía telefónica</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: last request failed (%2), %3</source>
        <extracomment>%1 is a connection, %2 an error code, %3 how long ago (&quot;2 min ago&quot;).</extracomment>
        <translation>%1: la última solicitud falló (%2), %3</translation>
    </message>
    <message>
        <source>time not known</source>
        <translation>hora desconocida</translation>
    </message>
    <message>
        <source>%1: last event %2</source>
        <extracomment>%1 is a connection, %2 how long ago something arrived from it (&quot;2 min ago&quot;).</extracomment>
        <translation>%1: último evento %2</translation>
    </message>
    <message>
        <source>%1: nothing received yet</source>
        <extracomment>%1 is a connection.</extracomment>
        <translation>%1: aún no se recibe nada</translation>
    </message>
    <message>
        <source>Database problem: %1</source>
        <extracomment>%1 says what is wrong with the database.</extracomment>
        <translation>Problema de la base de datos: %1</translation>
    </message>
    <message>
        <source>Engine running</source>
        <extracomment>The part of the program that answers calls with texts.</extracomment>
        <translation>Motor en marcha</translation>
    </message>
    <message>
        <source>Engine not running: missed calls get no text</source>
        <extracomment>The part of the program that answers calls with texts does not run.</extracomment>
        <translation>El motor no está en marcha: las llamadas perdidas no reciben mensaje</translation>
    </message>
    <message>
        <source>Quiet hours are off: texts may leave at night</source>
        <extracomment>A warning: texts may go out at night.</extracomment>
        <translation>Horas de silencio desactivadas: pueden salir mensajes de noche</translation>
    </message>
    <message>
        <source>Webhooks arrive at %1</source>
        <extracomment>%1 is an address such as &quot;127.0.0.1:8080&quot;. Webhooks are the phone company&apos;s messages about calls.</extracomment>
        <translation>Los avisos llegan a %1</translation>
    </message>
    <message>
        <source>Webhooks do not arrive in this window</source>
        <extracomment>Webhooks are the phone company&apos;s messages about calls.</extracomment>
        <translation>Los avisos no llegan a esta ventana</translation>
    </message>
    <message numerus="yes">
        <source>%n texts waiting</source>
        <translation>
            <numerusform>%n mensaje en espera</numerusform>
            <numerusform>%n mensajes en espera</numerusform>
        </translation>
    </message>
    <message>
        <source>Shared database</source>
        <extracomment>Several computers work on one database.</extracomment>
        <translation>Base de datos compartida</translation>
    </message>
    <message>
        <source>The database cannot be reached: what you see may be old. Trying again; nothing that was saved is lost</source>
        <extracomment>The database does not answer; the rows on the screen are from before.</extracomment>
        <translation>No se alcanza la base de datos: lo que ve puede ser viejo. Se intenta de nuevo; nada de lo guardado se perdió</translation>
    </message>
    <message>
        <source>The database is damaged. Stop here and restore the last backup (%1)</source>
        <extracomment>%1 is what the database said, in English.</extracomment>
        <translation>La base de datos está dañada. Deténgase y restaure la última copia de seguridad (%1)</translation>
    </message>
    <message>
        <source>The database does not let Ringback in (%1)</source>
        <extracomment>%1 is what the database said, in English.</extracomment>
        <translation>La base de datos no deja entrar a Ringback (%1)</translation>
    </message>
    <message>
        <source>%1: keeps failing, next try %2. Nothing is lost</source>
        <extracomment>%1 is a connection, %2 a time. After several failures nothing is sent for a while.</extracomment>
        <translation>%1: sigue fallando, próximo intento %2; nada se pierde</translation>
    </message>
    <message>
        <source>The database is on a network drive, which is not safe for several computers: use PostgreSQL instead</source>
        <extracomment>The database file lies on a network drive, where several computers writing at once can damage it.</extracomment>
        <translation>La base de datos está en una unidad de red, que no es segura para varias computadoras: use PostgreSQL</translation>
    </message>
    <message numerus="yes">
        <source>%n callers may want no more texts: please decide</source>
        <extracomment>Callers who wrote something that may mean they want no texts; a person must decide, on the board.</extracomment>
        <translation>
            <numerusform>%n persona quizá no quiere más mensajes: decida, por favor</numerusform>
            <numerusform>%n personas quizá no quieren más mensajes: decida, por favor</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: its password or key is missing on this computer</source>
        <extracomment>%1 is a connection, such as &quot;Twilio main&quot;. Its password is not in this computer&apos;s keychain.</extracomment>
        <translation>%1: falta su contraseña o clave en esta computadora</translation>
    </message>
    <message numerus="yes">
        <source>%n calls never reached us: found in the call list</source>
        <extracomment>Calls whose webhooks got lost; they were found in the phone company&apos;s own list, and are followed up.</extracomment>
        <translation>
            <numerusform>%n llamada nunca nos llegó: hallada en la lista de llamadas</numerusform>
            <numerusform>%n llamadas nunca nos llegaron: halladas en la lista de llamadas</numerusform>
        </translation>
    </message>
    <message>
        <source>%1&apos;s calendar: its password or address is missing on the computer that does the work</source>
        <extracomment>%1 is a person. The computer is the one that answers missed calls.</extracomment>
        <translation>Calendario de %1: falta su contraseña o su dirección en la computadora que hace el trabajo</translation>
    </message>
    <message>
        <source>%1&apos;s calendar: nobody is signed in at %2</source>
        <extracomment>%1 is a person, %2 a kind of calendar, such as &quot;Google Calendar&quot;.</extracomment>
        <translation>Calendario de %1: nadie ha iniciado sesión en %2</translation>
    </message>
    <message>
        <source>%1&apos;s calendar cannot be read</source>
        <extracomment>%1 is a person.</extracomment>
        <translation>No se puede leer el calendario de %1</translation>
    </message>
    <message>
        <source>%1&apos;s calendar cannot be read since %2</source>
        <extracomment>%1 is a person, %2 a time.</extracomment>
        <translation>No se puede leer el calendario de %1 desde %2</translation>
    </message>
    <message>
        <source>%1&apos;s calendar was not read since %2: nobody knows whether they are free</source>
        <extracomment>%1 is a person, %2 a time.</extracomment>
        <translation>El calendario de %1 no se ha leído desde %2: no se sabe si está libre</translation>
    </message>
</context>
<context>
    <name>Systems</name>
    <message>
        <source>just now</source>
        <translation>ahora mismo</translation>
    </message>
    <message numerus="yes">
        <source>%n seconds ago</source>
        <translation>
            <numerusform>hace %n segundo</numerusform>
            <numerusform>hace %n segundos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minutes ago</source>
        <translation>
            <numerusform>hace %n minuto</numerusform>
            <numerusform>hace %n minutos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hours ago</source>
        <translation>
            <numerusform>hace %n hora</numerusform>
            <numerusform>hace %n horas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n days ago</source>
        <translation>
            <numerusform>hace %n día</numerusform>
            <numerusform>hace %n días</numerusform>
        </translation>
    </message>
    <message>
        <source>Reads the list of calls every minute</source>
        <translation>Lee la lista de llamadas cada minuto</translation>
    </message>
    <message numerus="yes">
        <source>Reads the list of calls every %n minutes</source>
        <translation>
            <numerusform>Lee la lista de llamadas cada %n minuto</numerusform>
            <numerusform>Lee la lista de llamadas cada %n minutos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Reads the list of calls every %n seconds</source>
        <translation>
            <numerusform>Lee la lista de llamadas cada %n segundo</numerusform>
            <numerusform>Lee la lista de llamadas cada %n segundos</numerusform>
        </translation>
    </message>
    <message>
        <source>The auth token is missing on this computer: choose Edit and enter it</source>
        <translation>Falta el auth token en esta computadora: elija Editar e ingréselo</translation>
    </message>
    <message>
        <source>The API key is missing on this computer: choose Edit and enter it</source>
        <translation>Falta la clave de API en esta computadora: elija Editar e ingrésela</translation>
    </message>
    <message>
        <source>The password is missing on this computer: choose Edit and enter it</source>
        <translation>Falta la contraseña en esta computadora: elija Editar e ingrésela</translation>
    </message>
    <message>
        <source>Another phone system</source>
        <extracomment>Name of a kind of phone system: none of those we know by name.</extracomment>
        <translation>Otro sistema telefónico</translation>
    </message>
    <message>
        <source>Hears of calls at once, texts from your number, and can ring your phones. Needs a public address for speed; without one it reads the list of calls every 15 seconds.</source>
        <translation>Se entera de las llamadas al instante, envía mensajes desde su número y puede hacer sonar sus teléfonos. Para ser rápido necesita una dirección pública; sin ella lee la lista de llamadas cada 15 segundos.</translation>
    </message>
    <message>
        <source>Hears of calls at once over a connection that it opens itself: no public address is needed. Texts from the numbers of the user who signs in.</source>
        <translation>Se entera de las llamadas al instante por una conexión que abre por sí mismo: no hace falta dirección pública. Envía mensajes desde los números del usuario que inicia sesión.</translation>
    </message>
    <message>
        <source>Hears of calls within seconds and texts from your Quo number. It does not learn how long a call rang, so very short calls are told from others less well.</source>
        <translation>Se entera de las llamadas en segundos y envía mensajes desde su número de Quo. No sabe cuánto sonó una llamada, así que distingue peor las muy cortas.</translation>
    </message>
    <message>
        <source>Only reads the e-mails that Google writes about missed calls and voicemail, often a minute or more late. It cannot text: texts leave from another number. Whether a call was answered is not known, nor how long it rang.</source>
        <translation>Solo lee los correos que Google escribe sobre llamadas perdidas y mensajes de voz, a menudo con un minuto o más de retraso. No puede enviar mensajes: salen de otro número. No se sabe si una llamada fue contestada ni cuánto sonó.</translation>
    </message>
    <message>
        <source>3CX, FreePBX, Aircall, Zapier, Make and whatever else can post to a web address. You show it one sample and click what is what. It cannot text by itself, and nothing can be read again that did not arrive.</source>
        <translation>3CX, FreePBX, Aircall, Zapier, Make y todo lo que pueda enviar a una dirección web. Usted le muestra un ejemplo y hace clic en qué es qué. No envía mensajes por sí mismo, y lo que no llegó no se puede volver a leer.</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <extracomment>A phone system where there are several of the kind: %1 the kind, %2 its id.</extracomment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <extracomment>A line of the office: %1 its name, %2 its number.</extracomment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Keeps failing and is left alone until %1. Nothing is lost</source>
        <extracomment>%1 is a time.</extracomment>
        <translation>Sigue fallando y se deja en paz hasta %1. Nada se pierde</translation>
    </message>
    <message>
        <source>The last request failed (%1), %2</source>
        <extracomment>%1 is the phone company&apos;s error code, %2 how long ago (&quot;2 minutes ago&quot;).</extracomment>
        <translation>La última solicitud falló (%1), %2</translation>
    </message>
    <message>
        <source>time not known</source>
        <translation>hora desconocida</translation>
    </message>
    <message numerus="yes">
        <source>The list of calls could not be read %n times in a row</source>
        <translation>
            <numerusform>La lista de llamadas no se pudo leer %n vez</numerusform>
            <numerusform>La lista de llamadas no se pudo leer %n veces seguidas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n messages were turned away: your phone company had not signed them</source>
        <extracomment>Messages that claim to be from the phone company, without its signature.</extracomment>
        <translation>
            <numerusform>Se rechazó %n aviso: su compañía telefónica no lo había firmado</numerusform>
            <numerusform>Se rechazaron %n avisos: su compañía telefónica no los había firmado</numerusform>
        </translation>
    </message>
    <message>
        <source>Signed in until %1; renewed by itself</source>
        <extracomment>%1 is a time. The phone company pushes news of calls over a connection until then; it is renewed by itself.</extracomment>
        <translation>Sesión iniciada hasta %1; se renueva sola</translation>
    </message>
    <message>
        <source>Connected until %1; renewed by itself</source>
        <translation>Conectado hasta %1; se renueva solo</translation>
    </message>
    <message>
        <source>News of calls is not pushed at the moment: it is being connected again</source>
        <translation>Por ahora no llegan avisos de llamadas: se está conectando de nuevo</translation>
    </message>
    <message>
        <source>This office has no public address: news of calls cannot be pushed to it</source>
        <translation>Esta oficina no tiene dirección pública: no se le pueden enviar avisos de llamadas</translation>
    </message>
    <message>
        <source>Last call or text heard of %1</source>
        <extracomment>%1 is how long ago: &quot;2 minutes ago&quot;.</extracomment>
        <translation>Última llamada o mensaje: %1</translation>
    </message>
    <message>
        <source>Nothing heard of yet</source>
        <translation>Aún no ha llegado nada</translation>
    </message>
    <message>
        <source>%1, last %2</source>
        <extracomment>%1 is &quot;Reads the list of calls every minute&quot;, %2 how long ago: &quot;20 seconds ago&quot;.</extracomment>
        <translation>%1, la última vez %2</translation>
    </message>
    <message>
        <source>Webhooks were pointed here by %1, %2</source>
        <extracomment>%1 is a person, %2 a time.</extracomment>
        <translation>Avisos dirigidos aquí por %1, %2</translation>
    </message>
    <message>
        <source>First choose your name at the top right, so that others see who changed this.</source>
        <translation>Primero elija su nombre arriba a la derecha, para que se vea quién lo cambió.</translation>
    </message>
    <message>
        <source>Somebody has removed this phone system meanwhile.</source>
        <translation>Mientras tanto alguien quitó este sistema telefónico.</translation>
    </message>
    <message>
        <source>Somebody else has changed this phone system meanwhile. Close this and look again; nothing was saved.</source>
        <translation>Mientras tanto otra persona cambió este sistema telefónico. Cierre esto y mire de nuevo; no se guardó nada.</translation>
    </message>
    <message>
        <source>%1 would have no phone system left that tells of its calls. Tick Calls for it.</source>
        <extracomment>%1 is a phone number.</extracomment>
        <translation>%1 se quedaría sin sistema telefónico que avise de sus llamadas. Márquele Llamadas.</translation>
    </message>
    <message>
        <source>This system sends no texts. Let the texts of %1 go through another one.</source>
        <extracomment>%1 is a phone number.</extracomment>
        <translation>Este sistema no envía mensajes. Envíe los mensajes de %1 por otro.</translation>
    </message>
    <message>
        <source>Something about the line %1 does not fit. Texts must not leave from the number of another line.</source>
        <extracomment>%1 is a phone number.</extracomment>
        <translation>Algo de la línea %1 no concuerda. Los mensajes no deben salir del número de otra línea.</translation>
    </message>
    <message>
        <source>Something is not filled in as it should be. Nothing was saved.</source>
        <extracomment>A field of a form was not accepted; it is marked.</extracomment>
        <translation>Algo no está lleno como debe ser. No se guardó nada.</translation>
    </message>
    <message>
        <source>It could not be saved, so nothing has changed. %1</source>
        <extracomment>%1 is what the database or the keychain said, in English.</extracomment>
        <translation>No se pudo guardar, así que nada cambió. %1</translation>
    </message>
    <message>
        <source>Nobody is signed in on this computer: choose Sign in with RingCentral</source>
        <translation>Nadie ha iniciado sesión en esta computadora: elija Iniciar sesión con RingCentral</translation>
    </message>
    <message>
        <source>Only owners change phone systems. Ask one of them.</source>
        <translation>Solo los dueños cambian los sistemas telefónicos. Pídaselo a uno de ellos.</translation>
    </message>
</context>
<context>
    <name>Times</name>
    <message>
        <source>h:mm AP</source>
        <extracomment>Time of day as Qt&apos;s format string: h hour, mm minutes, AP = AM or PM (leave AP out for a 24 hour clock).</extracomment>
        <translation>h:mm AP</translation>
    </message>
    <message numerus="yes">
        <source>%n min</source>
        <extracomment>A span of minutes, short.</extracomment>
        <translation>
            <numerusform>%n min</numerusform>
            <numerusform>%n min</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n h</source>
        <extracomment>A span of hours, short.</extracomment>
        <translation>
            <numerusform>%n h</numerusform>
            <numerusform>%n h</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n d</source>
        <extracomment>A span of days, short.</extracomment>
        <translation>
            <numerusform>%n d</numerusform>
            <numerusform>%n d</numerusform>
        </translation>
    </message>
    <message>
        <source>yesterday %1</source>
        <extracomment>%1 is a time of day.</extracomment>
        <translation>ayer %1</translation>
    </message>
    <message>
        <source>tomorrow %1</source>
        <extracomment>%1 is a time of day.</extracomment>
        <translation>mañana %1</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <extracomment>%1 is a day of the week, short; %2 a time of day: &quot;Tue 9:05 PM&quot;.</extracomment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <extracomment>%1 is a date such as &quot;Nov 3&quot;, %2 a time of day. The date&apos;s format string is translated apart.</extracomment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>MMM d</source>
        <extracomment>A date of another year, as Qt&apos;s format string: &quot;Nov 3, 2024&quot;.</extracomment>
        <translation>d MMM</translation>
    </message>
    <message>
        <source>%1 d %2 h</source>
        <extracomment>A span: %1 days and %2 hours, short.</extracomment>
        <translation>%1 d %2 h</translation>
    </message>
    <message>
        <source>just now</source>
        <extracomment>Less than a minute ago.</extracomment>
        <translation>ahora mismo</translation>
    </message>
    <message>
        <source>%1 ago</source>
        <extracomment>%1 is a span such as &quot;5 min&quot;.</extracomment>
        <translation>hace %1</translation>
    </message>
    <message>
        <source>due in %1</source>
        <extracomment>%1 is a span such as &quot;5 min&quot;: when somebody must have called back.</extracomment>
        <translation>vence en %1</translation>
    </message>
    <message>
        <source>due now</source>
        <translation>vence ahora</translation>
    </message>
    <message>
        <source>%1 overdue</source>
        <extracomment>%1 is a span such as &quot;5 min&quot;.</extracomment>
        <translation>%1 de retraso</translation>
    </message>
    <message>
        <source>today</source>
        <extracomment>A day, where a date could stand: &quot;since today&quot;.</extracomment>
        <translation>hoy</translation>
    </message>
    <message>
        <source>MMM d, yyyy</source>
        <translation>d &apos;de&apos; MMM &apos;de&apos; yyyy</translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Wins back missed calls.</source>
        <translation>Recupera las llamadas perdidas.</translation>
    </message>
</context>
<context>
    <name>ringback::app::Console</name>
    <message>
        <source>The practice line could not be set up. %1</source>
        <translation>No se pudo preparar la línea de práctica. %1</translation>
    </message>
    <message>
        <source>The Auth Token could not be put into this computer&apos;s keychain, so nothing was saved. %1</source>
        <translation>El Auth Token no se pudo guardar en el llavero de esta computadora, así que no se guardó nada. %1</translation>
    </message>
    <message>
        <source>The database could not be made, so nothing was saved. %1</source>
        <translation>No se pudo crear la base de datos, así que no se guardó nada. %1</translation>
    </message>
    <message>
        <source>Nothing was saved. Please look at: %1</source>
        <translation>No se guardó nada. Revise, por favor: %1</translation>
    </message>
    <message>
        <source>The file could not be read. %1</source>
        <translation>No se pudo leer el archivo. %1</translation>
    </message>
    <message>
        <source>Nothing was saved. The file needs a look at: %1</source>
        <translation>No se guardó nada. Revise esto en el archivo: %1</translation>
    </message>
</context>
<context>
    <name>ringback::app::Session</name>
    <message>
        <source>The database could not be read: %1</source>
        <translation>No se pudo leer la base de datos: %1</translation>
    </message>
</context>
<context>
    <name>ringback::ui::AccountFields</name>
    <message>
        <source>Redirect address for the app</source>
        <extracomment>Name of a field that shows a web address, for screen readers.</extracomment>
        <translation>Dirección de retorno para la app</translation>
    </message>
    <message>
        <source>OAuth Redirect URI of the app</source>
        <translation>OAuth Redirect URI de la app</translation>
    </message>
    <message>
        <source>Make one up</source>
        <extracomment>Button: a long random password is made for two programs to share.</extracomment>
        <translation>Crear una</translation>
    </message>
    <message>
        <source>Make up a long password</source>
        <translation>Crear una contraseña larga</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Copy the password</source>
        <translation>Copiar la contraseña</translation>
    </message>
    <message>
        <source>More settings</source>
        <extracomment>Button: shows fields that few people change.</extracomment>
        <translation>Más ajustes</translation>
    </message>
    <message>
        <source>Saved; leave empty to keep it</source>
        <extracomment>In an empty field for a password that is stored already and never shown.</extracomment>
        <translation>Guardado; déjelo vacío para conservarlo</translation>
    </message>
    <message>
        <source>This is needed.</source>
        <translation>Esto es necesario.</translation>
    </message>
    <message>
        <source>This is not as the other system writes it. Copy it again.</source>
        <extracomment>Below a field of a form.</extracomment>
        <translation>Esto no es como lo escribe el otro sistema. Cópielo de nuevo.</translation>
    </message>
</context>
<context>
    <name>ringback::ui::AccountForm</name>
    <message>
        <source>Enter this address where the other system asks for a webhook or a URL to post to.</source>
        <translation>Escriba esta dirección donde el otro sistema pide un webhook o una URL de envío.</translation>
    </message>
    <message>
        <source>In Quo: Settings, Webhooks. Or save, and choose Point webhooks here.</source>
        <translation>En Quo: Settings, Webhooks. O guarde y elija Dirigir avisos aquí.</translation>
    </message>
    <message>
        <source>Address for the other system</source>
        <extracomment>Name of a field that shows a web address, for screen readers.</extracomment>
        <translation>Dirección para el otro sistema</translation>
    </message>
    <message>
        <source>Address to give to the other system</source>
        <translation>Dirección para dar al otro sistema</translation>
    </message>
    <message>
        <source>Account &amp;SID</source>
        <translation>Account &amp;SID</translation>
    </message>
    <message>
        <source>On the first page of Twilio&apos;s console: AC and 32 letters and digits.</source>
        <translation>En la primera página de la consola de Twilio: AC y 32 letras y cifras.</translation>
    </message>
    <message>
        <source>&amp;Auth Token</source>
        <translation>&amp;Auth Token</translation>
    </message>
    <message>
        <source>Below the Account SID. It goes into this computer&apos;s keychain, never into a file.</source>
        <translation>Debajo del Account SID. Va al llavero de esta computadora, nunca a un archivo.</translation>
    </message>
    <message>
        <source>&amp;Messaging Service SID (optional)</source>
        <translation>&amp;Messaging Service SID (opcional)</translation>
    </message>
    <message>
        <source>Only if your texts are registered through a Messaging Service: MG and 32 letters and digits.</source>
        <translation>Solo si sus mensajes están registrados por un Messaging Service: MG y 32 letras y cifras.</translation>
    </message>
    <message>
        <source>&amp;Look numbers up before the first text</source>
        <translation>&amp;Consultar los números antes del primer mensaje</translation>
    </message>
    <message>
        <source>Twilio&apos;s Lookup tells landlines, which are not texted then. Twilio charges for each number.</source>
        <translation>Lookup de Twilio reconoce los teléfonos fijos, a los que entonces no se envían mensajes. Twilio cobra por cada número.</translation>
    </message>
    <message>
        <source> s</source>
        <extracomment>After a number of seconds.</extracomment>
        <translation> s</translation>
    </message>
    <message>
        <source>Off</source>
        <extracomment>In the place of 0 seconds.</extracomment>
        <translation>No</translation>
    </message>
    <message>
        <source>&amp;Doubt forwarded calls shorter than</source>
        <translation>&amp;Dudar de llamadas desviadas de menos de</translation>
    </message>
    <message>
        <source>A forwarded call that is &quot;answered&quot; for a few seconds may have been a mobile phone&apos;s own voicemail.</source>
        <translation>Una llamada desviada que se «contesta» unos segundos pudo ser el buzón de voz de un celular.</translation>
    </message>
    <message>
        <source>Client &amp;ID</source>
        <translation>Client &amp;ID</translation>
    </message>
    <message>
        <source>Of your app in RingCentral&apos;s developer console, under Credentials.</source>
        <translation>De su app en la consola de desarrollador de RingCentral, en Credentials.</translation>
    </message>
    <message>
        <source>Client &amp;Secret</source>
        <translation>Client &amp;Secret</translation>
    </message>
    <message>
        <source>Beside the Client ID. Leave it empty for an app without one.</source>
        <translation>Junto al Client ID. Déjelo vacío si la app no tiene.</translation>
    </message>
    <message>
        <source>Sign in &amp;with</source>
        <translation>Iniciar sesión &amp;con</translation>
    </message>
    <message>
        <source>A JWT credential</source>
        <extracomment>A way to sign in.</extracomment>
        <translation>Una credencial JWT</translation>
    </message>
    <message>
        <source>A sign-in in the browser</source>
        <extracomment>A way to sign in.</extracomment>
        <translation>Un inicio de sesión en el navegador</translation>
    </message>
    <message>
        <source>&amp;JWT</source>
        <translation>&amp;JWT</translation>
    </message>
    <message>
        <source>In the developer console under your name: Credentials, Create JWT. It begins with ey and is very long.</source>
        <translation>En la consola de desarrollador, bajo su nombre: Credentials, Create JWT. Empieza con ey y es muy largo.</translation>
    </message>
    <message>
        <source>&amp;How news of calls comes</source>
        <translation>Cómo &amp;llegan los avisos de llamadas</translation>
    </message>
    <message>
        <source>Over a connection that Ringback opens (no public address needed)</source>
        <translation>Por una conexión que abre Ringback (sin dirección pública)</translation>
    </message>
    <message>
        <source>By webhook to this office&apos;s public address</source>
        <translation>Por webhook a la dirección pública de esta oficina</translation>
    </message>
    <message>
        <source>&amp;Verification token</source>
        <translation>Token de &amp;verificación</translation>
    </message>
    <message>
        <source>A password that RingCentral sends along with each webhook. Leave it empty and one is made up.</source>
        <translation>Una contraseña que RingCentral envía con cada webhook. Déjela vacía y se crea una.</translation>
    </message>
    <message>
        <source>&amp;Whose calls</source>
        <translation>&amp;De quién son las llamadas</translation>
    </message>
    <message>
        <source>The id of an extension, or ~ for all that the user who signs in may see.</source>
        <translation>El id de una extensión, o ~ para todo lo que puede ver el usuario que inicia sesión.</translation>
    </message>
    <message>
        <source>&amp;API key</source>
        <translation>Clave de &amp;API</translation>
    </message>
    <message>
        <source>In Quo: Settings, API, Generate API key. Only an owner or admin sees that page.</source>
        <translation>En Quo: Settings, API, Generate API key. Solo un dueño o administrador ve esa página.</translation>
    </message>
    <message>
        <source>&amp;Signing key of the webhook (optional)</source>
        <translation>Clave de &amp;firma del webhook (opcional)</translation>
    </message>
    <message>
        <source>It begins with whsec_. Without it, calls are found in Quo&apos;s list of calls, a little later.</source>
        <translation>Empieza con whsec_. Sin ella, las llamadas se hallan en la lista de Quo, un poco después.</translation>
    </message>
    <message>
        <source>Signing key of an &amp;older webhook (optional)</source>
        <translation>Clave de firma de un webhook &amp;anterior (opcional)</translation>
    </message>
    <message>
        <source>Of a webhook that was made in the Quo app itself.</source>
        <translation>De un webhook creado en la propia app de Quo.</translation>
    </message>
    <message>
        <source>Answered</source>
        <extracomment>What a call counts as.</extracomment>
        <translation>Contestada</translation>
    </message>
    <message>
        <source>Missed</source>
        <extracomment>What a call counts as.</extracomment>
        <translation>Perdida</translation>
    </message>
    <message>
        <source>Not clear: a person looks at it</source>
        <extracomment>What a call counts as: nobody can tell.</extracomment>
        <translation>No está claro: la revisa una persona</translation>
    </message>
    <message>
        <source>A call that Quo&apos;s &amp;AI agent took counts as</source>
        <translation>Una llamada que tomó el agente de &amp;IA de Quo cuenta como</translation>
    </message>
    <message>
        <source>A call that Quo &amp;forwarded counts as</source>
        <translation>Una llamada que Quo &amp;desvió cuenta como</translation>
    </message>
    <message>
        <source>Quo does not tell whether anyone answered at the other number.</source>
        <translation>Quo no dice si alguien contestó en el otro número.</translation>
    </message>
    <message>
        <source>&amp;How the other system proves who it is</source>
        <translation>&amp;Cómo prueba el otro sistema quién es</translation>
    </message>
    <message>
        <source>A signature in a header (HMAC)</source>
        <extracomment>A way to prove who somebody is: a signature in a header of the request (HMAC).</extracomment>
        <translation>Una firma en un encabezado (HMAC)</translation>
    </message>
    <message>
        <source>A token (Authorization: Bearer)</source>
        <extracomment>A way to prove who somebody is: the header &quot;Authorization: Bearer …&quot;.</extracomment>
        <translation>Un token (Authorization: Bearer)</translation>
    </message>
    <message>
        <source>A user name and password (Authorization: Basic)</source>
        <extracomment>A way to prove who somebody is: the header &quot;Authorization: Basic …&quot;.</extracomment>
        <translation>Un usuario y contraseña (Authorization: Basic)</translation>
    </message>
    <message>
        <source>Whichever the other system offers. Without it anybody could make up calls.</source>
        <translation>La que ofrezca el otro sistema. Sin ella cualquiera podría inventar llamadas.</translation>
    </message>
    <message>
        <source>&amp;User name</source>
        <translation>&amp;Usuario</translation>
    </message>
    <message>
        <source>&amp;Password or token</source>
        <translation>Contra&amp;seña o token</translation>
    </message>
    <message>
        <source>The same must be entered in the other system.</source>
        <translation>La misma debe ingresarse en el otro sistema.</translation>
    </message>
    <message>
        <source>Paste a sample, click the fields…</source>
        <extracomment>Button: opens a dialog in which somebody pastes what the other system sends, and says which field is which.</extracomment>
        <translation>Pegar un ejemplo y hacer clic en los campos…</translation>
    </message>
    <message>
        <source>What its fields are called</source>
        <translation>Cómo se llaman sus campos</translation>
    </message>
    <message>
        <source>&amp;Header with the signature</source>
        <translation>&amp;Encabezado con la firma</translation>
    </message>
    <message>
        <source>What stands &amp;before the signature</source>
        <translation>Lo que va &amp;antes de la firma</translation>
    </message>
    <message>
        <source>&amp;Algorithm</source>
        <translation>&amp;Algoritmo</translation>
    </message>
    <message>
        <source>&amp;Written as</source>
        <translation>&amp;Escrita en</translation>
    </message>
    <message>
        <source>Hexadecimal</source>
        <extracomment>A way to write bytes: 0-9 and a-f.</extracomment>
        <translation>Hexadecimal</translation>
    </message>
    <message>
        <source>&amp;E-mail address that Google Voice writes to</source>
        <translation>&amp;Correo al que escribe Google Voice</translation>
    </message>
    <message>
        <source>In Google Voice: Settings, Messages and Calls; turn on e-mail for missed calls and voicemail.</source>
        <translation>En Google Voice: Ajustes, Mensajes y Llamadas; active el correo para llamadas perdidas y mensajes de voz.</translation>
    </message>
    <message>
        <source>&amp;App password</source>
        <translation>Contraseña de &amp;aplicación</translation>
    </message>
    <message>
        <source>Not your usual password. In the Google account: Security, 2-Step Verification, App passwords: 16 letters.</source>
        <translation>No es su contraseña habitual. En la cuenta de Google: Seguridad, Verificación en dos pasos, Contraseñas de aplicaciones: 16 letras.</translation>
    </message>
    <message>
        <source>&amp;Mail server (IMAP)</source>
        <translation>&amp;Servidor de correo (IMAP)</translation>
    </message>
    <message>
        <source>&amp;Folder or label</source>
        <translation>Carpeta o &amp;etiqueta</translation>
    </message>
    <message>
        <source>&amp;Who checks senders</source>
        <translation>&amp;Quién verifica a los remitentes</translation>
    </message>
    <message>
        <source>The name at the start of Authentication-Results in the mails&apos; headers. For Gmail: mx.google.com.</source>
        <translation>El nombre al inicio de Authentication-Results en los encabezados de los correos. En Gmail: mx.google.com.</translation>
    </message>
    <message>
        <source>An Account SID is AC and then 32 letters and digits. Copy it from Twilio&apos;s console.</source>
        <translation>Un Account SID es AC y luego 32 letras y cifras. Cópielo de la consola de Twilio.</translation>
    </message>
    <message>
        <source>A Messaging Service SID is MG and then 32 letters and digits. Copy it from Twilio&apos;s console, or leave it empty.</source>
        <translation>Un Messaging Service SID es MG y luego 32 letras y cifras. Cópielo de la consola de Twilio, o déjelo vacío.</translation>
    </message>
    <message>
        <source>A signing key begins with whsec_. Copy it from Quo, or leave it empty.</source>
        <translation>Una clave de firma empieza con whsec_. Cópiela de Quo, o déjela vacía.</translation>
    </message>
    <message>
        <source>One of the fields is not named as it should be. Paste a sample and click the fields again.</source>
        <translation>Uno de los campos no está nombrado como debe ser. Pegue un ejemplo y haga clic en los campos de nuevo.</translation>
    </message>
    <message>
        <source>Enter the whole e-mail address, such as office@gmail.com.</source>
        <translation>Escriba la dirección de correo completa, como office@gmail.com.</translation>
    </message>
    <message>
        <source>Nothing was chosen yet: the other system must use Ringback&apos;s own field names.</source>
        <extracomment>No field was clicked: the other system must use our names.</extracomment>
        <translation>Aún no se eligió nada: el otro sistema debe usar los nombres de campos de Ringback.</translation>
    </message>
    <message numerus="yes">
        <source>%n fields are chosen.</source>
        <translation>
            <numerusform>%n campo elegido.</numerusform>
            <numerusform>%n campos elegidos.</numerusform>
        </translation>
    </message>
    <message>
        <source>The app in RingCentral&apos;s developer console must have exactly this address. Save, and then choose Sign in with RingCentral.</source>
        <translation>La app en la consola de desarrollador de RingCentral debe tener exactamente esta dirección. Guarde y después elija Iniciar sesión con RingCentral.</translation>
    </message>
</context>
<context>
    <name>ringback::ui::BoardModel</name>
    <message>
        <source>Caller</source>
        <extracomment>Column of the board: who called.</extracomment>
        <translation>Persona</translation>
    </message>
    <message>
        <source>Called</source>
        <extracomment>Column of the board: when and on which of our numbers.</extracomment>
        <translation>Llamó</translation>
    </message>
    <message>
        <source>Waiting</source>
        <extracomment>Column of the board: how long ago the call was, and when somebody must call back.</extracomment>
        <translation>Espera</translation>
    </message>
    <message>
        <source>Text</source>
        <extracomment>Column of the board: what became of the text message.</extracomment>
        <translation>Mensaje</translation>
    </message>
    <message>
        <source>Status and why</source>
        <extracomment>Column of the board: how far the case is, and why.</extracomment>
        <translation>Estado y motivo</translation>
    </message>
    <message>
        <source>Callback</source>
        <extracomment>Column of the board: who has the callback, or the button that takes it.</extracomment>
        <translation>Devolución</translation>
    </message>
    <message numerus="yes">
        <source>Rang for %n seconds</source>
        <extracomment>How long the phone rang before the caller gave up.</extracomment>
        <translation>
            <numerusform>Sonó %n segundo</numerusform>
            <numerusform>Sonó %n segundos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ringback::ui::BoardPage</name>
    <message>
        <source>Missed calls, newest first</source>
        <extracomment>The page with every missed call; also the name of its list for screen readers.</extracomment>
        <translation>Llamadas perdidas, las más nuevas primero</translation>
    </message>
    <message>
        <source>unclaimed</source>
        <extracomment>Counter on top of the board: callbacks that nobody has claimed.</extracomment>
        <translation>sin tomar</translation>
    </message>
    <message>
        <source>overdue</source>
        <extracomment>Counter on top of the board: callbacks past their time.</extracomment>
        <translation>atrasadas</translation>
    </message>
    <message>
        <source>texted</source>
        <extracomment>Counter on top of the board: callers who got a text.</extracomment>
        <translation>con mensaje</translation>
    </message>
    <message>
        <source>replied</source>
        <extracomment>Counter on top of the board: callers who wrote back.</extracomment>
        <translation>respondieron</translation>
    </message>
    <message>
        <source>No missed calls yet</source>
        <translation>Aún no hay llamadas perdidas</translation>
    </message>
    <message>
        <source>When a call goes unanswered it appears here within seconds, with the text that went out and who calls back. To see it work, call your business number from another phone and hang up after four rings.</source>
        <translation>Cuando nadie contesta una llamada, aparece aquí en segundos, con el mensaje que salió y quién la devuelve. Para verlo, llame a su número de negocio desde otro teléfono y cuelgue después de cuatro timbres.</translation>
    </message>
</context>
<context>
    <name>ringback::ui::BookingDialog</name>
    <message>
        <source>Add a booking page</source>
        <translation>Agregar una página de reservas</translation>
    </message>
    <message>
        <source>A new booking page</source>
        <translation>Una página de reservas nueva</translation>
    </message>
    <message>
        <source>Callers who are texted its link choose a time by themselves.</source>
        <translation>Quienes reciben su enlace por mensaje eligen una hora por sí mismos.</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>Booking page: %1</source>
        <extracomment>Title of a dialog; %1 is a person, a team, or the whole office.</extracomment>
        <translation>Página de reservas: %1</translation>
    </message>
    <message>
        <source>Where callers who are texted the link choose a time.</source>
        <translation>Donde quienes reciben el enlace por mensaje eligen una hora.</translation>
    </message>
    <message>
        <source>Another key for %1</source>
        <extracomment>Title of a dialog; %1 is Calendly or Cal.com.</extracomment>
        <translation>Otra clave para %1</translation>
    </message>
    <message>
        <source>Set the same key there within the same minute. Bookings in between are told again a little later.</source>
        <translation>Ponga allí la misma clave en el mismo minuto. Las reservas de entretanto se avisan otra vez un poco después.</translation>
    </message>
</context>
<context>
    <name>ringback::ui::BookingFields</name>
    <message>
        <source>&amp;Whose page</source>
        <translation>&amp;De quién es la página</translation>
    </message>
    <message>
        <source>Callers get the link of whoever looks after them, else that of their team, else the office&apos;s.</source>
        <translation>Quien llama recibe el enlace de quien lo atiende; si no, el de su equipo; si no, el de la oficina.</translation>
    </message>
    <message>
        <source>Where it &amp;is</source>
        <translation>Dónde &amp;está</translation>
    </message>
    <message>
        <source>Ringback hears of bookings at Calendly and Cal.com. Any other page works as a link.</source>
        <translation>Ringback se entera de las reservas en Calendly y Cal.com. Cualquier otra página sirve como enlace.</translation>
    </message>
    <message>
        <source>&amp;Link</source>
        <translation>&amp;Enlace</translation>
    </message>
    <message>
        <source>The address that callers open. Make their phone number a required question there.</source>
        <translation>La dirección que abren quienes llaman. Haga allí que su número de teléfono sea una pregunta obligatoria.</translation>
    </message>
    <message>
        <source>Address for %1</source>
        <extracomment>Name of a field that shows a web address, for screen readers; %1 is Calendly or Cal.com.</extracomment>
        <translation>Dirección para %1</translation>
    </message>
    <message>
        <source>Address to give to %1</source>
        <extracomment>%1 is Calendly or Cal.com.</extracomment>
        <translation>Dirección para dar a %1</translation>
    </message>
    <message>
        <source>&amp;Key shared with %1</source>
        <extracomment>%1 is Calendly or Cal.com.</extracomment>
        <translation>&amp;Clave compartida con %1</translation>
    </message>
    <message>
        <source>Proves that a booking comes from there. Make one up, enter it there too, and then save: it goes into this computer&apos;s keychain and is not shown again.</source>
        <translation>Prueba que una reserva viene de allí. Cree una, ingrésela también allí y luego guarde: va al llavero de esta computadora y no se muestra otra vez.</translation>
    </message>
    <message>
        <source>Choose Make one up, or give at least %1 letters and digits without spaces.</source>
        <translation>Elija Crear una, o escriba al menos %1 letras y cifras sin espacios.</translation>
    </message>
</context>
<context>
    <name>ringback::ui::BookingLinkRow</name>
    <message>
        <source>%1, %2</source>
        <extracomment>Whose booking page, and where: &quot;Dana Reyes, Calendly&quot;.</extracomment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Booking link: %1</source>
        <extracomment>Name of a field that shows a web address, for screen readers; %1 is a person, a team, or the whole office.</extracomment>
        <translation>Enlace de reservas: %1</translation>
    </message>
    <message>
        <source>Change…</source>
        <extracomment>Button: opens the form of a booking page.</extracomment>
        <translation>Cambiar…</translation>
    </message>
    <message>
        <source>Change the booking page: %1</source>
        <translation>Cambiar la página de reservas: %1</translation>
    </message>
    <message>
        <source>Remove…</source>
        <extracomment>Button: callers are no longer texted this link.</extracomment>
        <translation>Quitar…</translation>
    </message>
    <message>
        <source>Remove the booking page: %1</source>
        <translation>Quitar la página de reservas: %1</translation>
    </message>
</context>
<context>
    <name>ringback::ui::BookingPageRow</name>
    <message>
        <source>Address for %1</source>
        <extracomment>Name of a field that shows a web address, for screen readers; %1 is Calendly or Cal.com.</extracomment>
        <translation>Dirección para %1</translation>
    </message>
    <message>
        <source>Change the key…</source>
        <extracomment>Button: gives another key to the account of a booking page.</extracomment>
        <translation>Cambiar la clave…</translation>
    </message>
    <message>
        <source>Change the key: %1</source>
        <translation>Cambiar la clave: %1</translation>
    </message>
    <message>
        <source>Disconnect…</source>
        <extracomment>Button: bookings there are no longer heard of.</extracomment>
        <translation>Desconectar…</translation>
    </message>
    <message>
        <source>Disconnect %1</source>
        <translation>Desconectar %1</translation>
    </message>
</context>
<context>
    <name>ringback::ui::BookingsDialog</name>
    <message>
        <source>Booking pages</source>
        <extracomment>Name of a list, for screen readers.</extracomment>
        <translation>Páginas de reservas</translation>
    </message>
    <message>
        <source>Callers who are texted a link choose a time by themselves; their callback is done then.</source>
        <translation>Quienes reciben un enlace por mensaje eligen una hora por sí mismos; así su devolución queda hecha.</translation>
    </message>
    <message>
        <source>Add a booking page…</source>
        <extracomment>Button: adds a page on the web where callers book a time.</extracomment>
        <translation>Agregar una página de reservas…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>There is no booking page yet: texts offer no link, and somebody calls back.</source>
        <translation>Aún no hay página de reservas: los mensajes no ofrecen enlace, y alguien devuelve la llamada.</translation>
    </message>
    <message>
        <source>How Ringback hears of bookings</source>
        <extracomment>Heading above the accounts at Calendly and Cal.com that tell of bookings.</extracomment>
        <translation>Cómo se entera Ringback de las reservas</translation>
    </message>
    <message>
        <source>Everybody has a booking page: change one above.</source>
        <translation>Todos tienen página de reservas: cambie una arriba.</translation>
    </message>
    <message>
        <source>Remove the booking page: %1?</source>
        <extracomment>%1 is a person, a team, or the whole office.</extracomment>
        <translation>¿Quitar la página de reservas: %1?</translation>
    </message>
    <message>
        <source>Callers are not texted this link any more. The page itself stays, and so does what was booked.</source>
        <translation>Ya no se envía este enlace a quienes llaman. La página sigue ahí, y también lo que se reservó.</translation>
    </message>
    <message>
        <source>Remove</source>
        <extracomment>Button: callers are no longer texted this link.</extracomment>
        <translation>Quitar</translation>
    </message>
    <message>
        <source>Disconnect %1?</source>
        <extracomment>%1 is Calendly or Cal.com.</extracomment>
        <translation>¿Desconectar %1?</translation>
    </message>
    <message>
        <source>Ringback hears of no bookings there any more: you end those callbacks by hand. Links stay.</source>
        <translation>Ringback ya no se entera de las reservas allí: usted termina esas devoluciones a mano. Los enlaces siguen.</translation>
    </message>
    <message>
        <source>Disconnect</source>
        <extracomment>Button: bookings there are no longer heard of.</extracomment>
        <translation>Desconectar</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>Guardado.</translation>
    </message>
    <message>
        <source>Saved. Enter the address and the key at %1, if you have not yet.</source>
        <extracomment>%1 is Calendly or Cal.com.</extracomment>
        <translation>Guardado. Ingrese la dirección y la clave en %1, si aún no lo ha hecho.</translation>
    </message>
    <message>
        <source>Disconnected.</source>
        <translation>Desconectado.</translation>
    </message>
</context>
<context>
    <name>ringback::ui::Bubble</name>
    <message>
        <source>Automatic text</source>
        <translation>Mensaje automático</translation>
    </message>
    <message>
        <source>E-mail</source>
        <extracomment>Below an e-mail, to tell it from a text.</extracomment>
        <translation>Correo</translation>
    </message>
    <message>
        <source>Automatic</source>
        <extracomment>Below a message that the program wrote, not a person.</extracomment>
        <translation>Automático</translation>
    </message>
</context>
<context>
    <name>ringback::ui::CalendarDialog</name>
    <message>
        <source>Connect %1</source>
        <extracomment>Title of a dialog: %1 is a kind of calendar.</extracomment>
        <translation>Conectar %1</translation>
    </message>
    <message>
        <source>Edit %1</source>
        <translation>Editar %1</translation>
    </message>
    <message>
        <source>Save and test</source>
        <extracomment>Button: saves a calendar and asks it whether everything works.</extracomment>
        <translation>Guardar y probar</translation>
    </message>
</context>
<context>
    <name>ringback::ui::CalendarFields</name>
    <message>
        <source>What is &amp;busy there keeps callbacks away</source>
        <translation>Sin devoluciones en sus horas &amp;ocupadas</translation>
    </message>
    <message>
        <source>Meetings, and leave for the whole day.</source>
        <translation>Reuniones, y permisos de todo el día.</translation>
    </message>
    <message>
        <source>&amp;Enter callbacks there</source>
        <translation>&amp;Anotar allí las devoluciones</translation>
    </message>
    <message>
        <source>With the caller&apos;s number; they move and go with the callback.</source>
        <translation>Con el número de quien llamó; se mueven y se quitan junto con la devolución.</translation>
    </message>
    <message>
        <source>Words for &amp;leave</source>
        <translation>Palabras que indican &amp;permiso</translation>
    </message>
    <message>
        <source>PTO, vacation</source>
        <translation>permiso, vacaciones</translation>
    </message>
    <message>
        <source>An event with one of these words in its title counts as leave, even where it is marked as free.</source>
        <translation>Un evento con una de estas palabras en el título cuenta como permiso, aunque esté marcado como libre.</translation>
    </message>
    <message>
        <source>&amp;Private address</source>
        <translation>&amp;Dirección privada</translation>
    </message>
    <message>
        <source>In Google Calendar: Settings, the calendar, Secret address in iCal format. In Outlook: Settings, Shared calendars, Publish a calendar, the ICS link. Whoever has it can read the calendar: it goes into this computer&apos;s keychain, never into a file.</source>
        <translation>En Google Calendar: Configuración, el calendario, Dirección secreta en formato iCal. En Outlook: Configuración, Calendarios compartidos, Publicar un calendario, el vínculo ICS. Quien la tiene puede leer el calendario: va al llavero de esta computadora, nunca a un archivo.</translation>
    </message>
    <message>
        <source>&amp;Address of the server</source>
        <translation>&amp;Dirección del servidor</translation>
    </message>
    <message>
        <source>Of the server, or of one calendar there.</source>
        <translation>Del servidor, o de un calendario que está allí.</translation>
    </message>
    <message>
        <source>&amp;Name to sign in with</source>
        <translation>&amp;Nombre para iniciar sesión</translation>
    </message>
    <message>
        <source>&amp;Password</source>
        <translation>&amp;Contraseña</translation>
    </message>
    <message>
        <source>iCloud and Fastmail want one that they make for apps, not the usual one.</source>
        <translation>iCloud y Fastmail piden una que crean para aplicaciones, no la habitual.</translation>
    </message>
    <message>
        <source>Client &amp;ID</source>
        <translation>Client &amp;ID</translation>
    </message>
    <message>
        <source>Of the office&apos;s own app in Google Cloud Console: one for everybody is enough.</source>
        <translation>De la app propia de la oficina en Google Cloud Console: basta una para todos.</translation>
    </message>
    <message>
        <source>Client &amp;Secret</source>
        <translation>Client &amp;Secret</translation>
    </message>
    <message>
        <source>Beside the Client ID.</source>
        <translation>Junto al Client ID.</translation>
    </message>
    <message>
        <source>Application (client) &amp;ID</source>
        <translation>&amp;Id. de aplicación (cliente)</translation>
    </message>
    <message>
        <source>Of the office&apos;s own app in Microsoft Entra: one for everybody is enough.</source>
        <translation>De la app propia de la oficina en Microsoft Entra: basta una para todos.</translation>
    </message>
    <message>
        <source>&amp;Mailbox</source>
        <translation>&amp;Buzón</translation>
    </message>
    <message>
        <source>Whose calendar it is.</source>
        <translation>De quién es el calendario.</translation>
    </message>
    <message>
        <source>&amp;Tenant</source>
        <translation>&amp;Tenant</translation>
    </message>
    <message>
        <source>Leave it empty unless your administrator gave you one.</source>
        <translation>Déjelo vacío salvo que su administrador le haya dado uno.</translation>
    </message>
    <message>
        <source>Give the whole address, such as https://calendar.google.com/calendar/ical/…/basic.ics.</source>
        <translation>Escriba la dirección completa, como https://calendar.google.com/calendar/ical/…/basic.ics.</translation>
    </message>
    <message>
        <source>Give an address that begins with https://.</source>
        <translation>Escriba una dirección que empiece con https://.</translation>
    </message>
    <message>
        <source>Give an address such as dana@example.com.</source>
        <translation>Escriba una dirección como dana@example.com.</translation>
    </message>
    <message>
        <source>Give words of 2 to 60 letters, separated by commas.</source>
        <translation>Escriba palabras de 2 a 60 letras, separadas por comas.</translation>
    </message>
</context>
<context>
    <name>ringback::ui::CalendarRow</name>
    <message>
        <source>Test</source>
        <extracomment>Button: asks the calendar whether everything is as it should be.</extracomment>
        <translation>Probar</translation>
    </message>
    <message>
        <source>Sign in…</source>
        <extracomment>Button: opens the calendar&apos;s page in the browser, for signing in.</extracomment>
        <translation>Iniciar sesión…</translation>
    </message>
    <message>
        <source>Edit…</source>
        <extracomment>Button: opens the form of a calendar.</extracomment>
        <translation>Editar…</translation>
    </message>
    <message>
        <source>Remove…</source>
        <extracomment>Button: this calendar is no longer used.</extracomment>
        <translation>Quitar…</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>For screen readers: %1 is a button&apos;s words, %2 a calendar.</extracomment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Asking the calendar; this can take half a minute…</source>
        <extracomment>While the calendar is asked whether everything is as it should be.</extracomment>
        <translation>Preguntando al calendario; puede tardar medio minuto…</translation>
    </message>
</context>
<context>
    <name>ringback::ui::CalendarsDialog</name>
    <message>
        <source>Calendars of %1</source>
        <extracomment>Title of a dialog: %1 is a person.</extracomment>
        <translation>Calendarios de %1</translation>
    </message>
    <message>
        <source>Meetings and leave keep callbacks away. A calendar that cannot be read is never taken for a free day.</source>
        <translation>En horas de reunión o de permiso no llegan devoluciones. Un calendario que no se puede leer nunca se toma por un día libre.</translation>
    </message>
    <message>
        <source>Calendars</source>
        <extracomment>Name of a list, for screen readers.</extracomment>
        <translation>Calendarios</translation>
    </message>
    <message>
        <source>No calendar is connected: only working hours and what the person says count.</source>
        <translation>No hay ningún calendario conectado: solo cuentan el horario y lo que dice la persona.</translation>
    </message>
    <message>
        <source>Connect a calendar…</source>
        <extracomment>Button: connects a calendar of a person.</extracomment>
        <translation>Conectar un calendario…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Connect a calendar</source>
        <extracomment>Title of the dialog that lists kinds of calendars; %1 is a person.</extracomment>
        <translation>Conectar un calendario</translation>
    </message>
    <message>
        <source>Where does %1 keep their calendar?</source>
        <translation>¿Dónde tiene %1 su calendario?</translation>
    </message>
    <message>
        <source>Sign in there as %1.</source>
        <extracomment>What to do in the browser; %1 is a person.</extracomment>
        <translation>Inicie sesión allí como %1.</translation>
    </message>
    <message>
        <source>Disconnect %1?</source>
        <extracomment>%1 is a kind of calendar.</extracomment>
        <translation>¿Desconectar %1?</translation>
    </message>
    <message>
        <source>It is not read any more, and callbacks are no longer entered there. What is entered there stays.</source>
        <translation>Ya no se lee, y allí no se anotan más devoluciones. Lo que ya está anotado se queda.</translation>
    </message>
    <message>
        <source>Disconnect</source>
        <extracomment>Button: this calendar is no longer used.</extracomment>
        <translation>Desconectar</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>Guardado.</translation>
    </message>
    <message>
        <source>The calendar is disconnected.</source>
        <translation>El calendario quedó desconectado.</translation>
    </message>
</context>
<context>
    <name>ringback::ui::CasePage</name>
    <message>
        <source>First choose your name at the top right, so that others see who has this callback</source>
        <extracomment>When somebody claims without having said who they are.</extracomment>
        <translation>Primero elija su nombre arriba a la derecha, para que los demás vean quién tiene esta devolución</translation>
    </message>
    <message>
        <source>You already have this callback</source>
        <translation>Usted ya tiene esta devolución</translation>
    </message>
    <message>
        <source>There is no callback to claim for this call</source>
        <translation>No hay devolución que tomar para esta llamada</translation>
    </message>
    <message>
        <source>Undo (Ctrl+Z)</source>
        <extracomment>Button, for a few seconds: takes back that a callback was completed.</extracomment>
        <translation>Deshacer (Ctrl+Z)</translation>
    </message>
    <message>
        <source>Marked as spam: the case is closed, and calls of this number are left alone</source>
        <extracomment>After a caller was marked as spam.</extracomment>
        <translation>Marcado como spam: el caso está cerrado y las llamadas de este número se dejan de lado</translation>
    </message>
    <message>
        <source>Not spam: the callback is in the queue, and calls of this number are welcome</source>
        <extracomment>After somebody said that a call was no spam.</extracomment>
        <translation>No es spam: la devolución de llamada está en la cola, y las llamadas de este número son bienvenidas</translation>
    </message>
    <message>
        <source>There is no open case to mark as spam for this call</source>
        <translation>Esta llamada no tiene un caso abierto que marcar como spam</translation>
    </message>
    <message>
        <source>Mark %1 as spam?</source>
        <extracomment>Question; %1 is a caller&apos;s name or number.</extracomment>
        <translation>¿Marcar a %1 como spam?</translation>
    </message>
    <message>
        <source>This case closes, and nothing more is texted. Calls of this number are left alone from now on: they stay on the board, but nobody is asked to call back.</source>
        <translation>Este caso se cierra y no se envía ningún mensaje más. Desde ahora las llamadas de este número se dejan de lado: siguen en el tablero, pero a nadie se le pide devolverlas.</translation>
    </message>
    <message>
        <source>Mark as spam</source>
        <extracomment>Button that confirms it.</extracomment>
        <translation>Marcar como spam</translation>
    </message>
    <message>
        <source>First choose your name at the top right, so that others see who decided this</source>
        <translation>Primero elija su nombre arriba a la derecha, para que los demás vean quién decidió esto</translation>
    </message>
    <message>
        <source>Your phone program opens with this number. Until you are through, others see that you are calling</source>
        <extracomment>After a click on Call: the program that makes calls on this computer opens.</extracomment>
        <translation>Su programa de teléfono se abre con este número. Hasta que termine, los demás ven que usted está llamando</translation>
    </message>
    <message>
        <source>Your phone is being rung already. Pick it up to be put through</source>
        <extracomment>After a second click on Call.</extracomment>
        <translation>Su teléfono ya está sonando. Conteste y se le comunicará</translation>
    </message>
    <message>
        <source>Your phone rings in a moment. Pick it up, and the caller is rung</source>
        <extracomment>After a click on Call: the phone system rings the person first, then the caller.</extracomment>
        <translation>Su teléfono sonará en un momento. Conteste, y se llamará a la persona</translation>
    </message>
    <message>
        <source>This caller hid the number, so nobody can call back</source>
        <translation>Esta persona ocultó su número, así que nadie puede devolverle la llamada</translation>
    </message>
    <message>
        <source>There is no open case to call about</source>
        <translation>No hay un caso abierto por el que llamar</translation>
    </message>
</context>
<context>
    <name>ringback::ui::ChoicesDialog</name>
    <message>
        <source>What goes where in %1</source>
        <extracomment>Title of a dialog: %1 is a lead system.</extracomment>
        <translation>Qué va dónde en %1</translation>
    </message>
    <message>
        <source>Ringback has its own words for where a lead came from, how it stands and who looks after it. Say here what each is called in %1.</source>
        <extracomment>%1 is a lead system.</extracomment>
        <translation>Ringback tiene sus propias palabras para de dónde vino un prospecto, cómo está y quién lo atiende. Diga aquí cómo se llama cada una en %1.</translation>
    </message>
    <message>
        <source>Save and test</source>
        <extracomment>Button: saves what was chosen, and asks the lead system whether it is all there.</extracomment>
        <translation>Guardar y probar</translation>
    </message>
    <message>
        <source>Reading what there is to choose from in %1…</source>
        <extracomment>%1 is a lead system.</extracomment>
        <translation>Leyendo qué hay para elegir en %1…</translation>
    </message>
    <message>
        <source>Read again</source>
        <extracomment>Button: the lists to choose from are read once more.</extracomment>
        <translation>Leer de nuevo</translation>
    </message>
    <message>
        <source>Statuses</source>
        <extracomment>Heading: how leads stand.</extracomment>
        <translation>Estados</translation>
    </message>
    <message>
        <source>What is set there when a lead changes here. Left open, the change is written as a note.</source>
        <translation>Lo que se pone allí cuando un prospecto cambia aquí. Si se deja abierto, el cambio se escribe como nota.</translation>
    </message>
    <message>
        <source>People</source>
        <extracomment>Heading: people of the office.</extracomment>
        <translation>Personas</translation>
    </message>
    <message>
        <source>Who is who there. Callbacks of somebody left open are nobody&apos;s there.</source>
        <translation>Quién es quién allí. Si alguien se deja abierto, sus devoluciones de llamada no son de nadie allí.</translation>
    </message>
    <message>
        <source>Write a test lead</source>
        <extracomment>Button: a lead is written to the lead system to see whether it works, and removed again where that is possible.</extracomment>
        <translation>Escribir un prospecto de prueba</translation>
    </message>
    <message>
        <source>It is removed again from %1 at once</source>
        <translation>Se quita de %1 enseguida</translation>
    </message>
    <message>
        <source>%1 lets no program remove it: delete it there afterwards</source>
        <translation>%1 no deja que ningún programa lo quite: bórrelo allí después</translation>
    </message>
    <message>
        <source>%1 (needed)</source>
        <extracomment>Label of a field that must be filled in: %1 is the label.</extracomment>
        <translation>%1 (necesario)</translation>
    </message>
    <message>
        <source>Nothing chosen</source>
        <extracomment>In a list to choose from: none of its entries.</extracomment>
        <translation>Nada elegido</translation>
    </message>
    <message>
        <source>Without it nothing can be written to %1</source>
        <extracomment>Below a field: %1 is a lead system.</extracomment>
        <translation>Sin esto no se puede escribir nada en %1</translation>
    </message>
    <message>
        <source>Checked: exists in %1</source>
        <extracomment>Below a field: what was chosen was found in the lead system, %1.</extracomment>
        <translation>Comprobado: existe en %1</translation>
    </message>
    <message>
        <source>Checked: is gone from %1. Choose another</source>
        <extracomment>Below a field: what was chosen was not found in the lead system, %1.</extracomment>
        <translation>Comprobado: ya no está en %1. Elija otro</translation>
    </message>
    <message>
        <source>What there is to choose from in %1 could not be read. %2</source>
        <extracomment>%1 is a lead system, %2 what it or the network said.</extracomment>
        <translation>No se pudo leer qué hay para elegir en %1. %2</translation>
    </message>
    <message>
        <source>Writing a test lead to %1; this can take half a minute…</source>
        <extracomment>While a lead is written to the lead system %1 to see whether it works.</extracomment>
        <translation>Escribiendo un prospecto de prueba en %1; puede tardar medio minuto…</translation>
    </message>
</context>
<context>
    <name>ringback::ui::CompleteDialog</name>
    <message>
        <source>Complete callback</source>
        <extracomment>Title of the dialog that asks how a callback ended.</extracomment>
        <translation>Completar devolución</translation>
    </message>
    <message>
        <source>How did it go with %1?</source>
        <extracomment>%1 is the caller&apos;s name or number.</extracomment>
        <translation>¿Cómo le fue con %1?</translation>
    </message>
    <message>
        <source>The playbook has no outcomes yet.</source>
        <translation>El plan de trabajo aún no tiene resultados.</translation>
    </message>
    <message>
        <source>&amp;Worth, in dollars</source>
        <extracomment>Label of the field for an amount of money. &amp; marks the key.</extracomment>
        <translation>&amp;Valor, en dólares</translation>
    </message>
    <message>
        <source>Worth, in dollars</source>
        <translation>Valor, en dólares</translation>
    </message>
    <message>
        <source>12,500</source>
        <extracomment>Example of an amount.</extracomment>
        <translation>12,500</translation>
    </message>
    <message>
        <source>Cancel</source>
        <extracomment>Button: close this dialog and change nothing.</extracomment>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Complete</source>
        <extracomment>Button: the callback is finished with the chosen outcome.</extracomment>
        <translation>Completar</translation>
    </message>
    <message>
        <source>Choose how it ended.</source>
        <translation>Elija cómo terminó.</translation>
    </message>
    <message>
        <source>This outcome asks what it is worth. An estimate is fine.</source>
        <translation>Este resultado pide un valor. Basta un estimado.</translation>
    </message>
    <message>
        <source>Enter an amount in dollars, such as 12,500 or 950.50.</source>
        <translation>Escriba una cantidad en dólares, como 12,500 o 950.50.</translation>
    </message>
    <message>
        <source>ddd, MMM d, h:mm AP</source>
        <extracomment>Date and time as Qt&apos;s format string: &quot;Tue, Nov 24, 9:00 AM&quot;.</extracomment>
        <translation>ddd d MMM, h:mm AP</translation>
    </message>
    <message>
        <source>&amp;Appointment</source>
        <extracomment>Labels of the field for a date and time. &amp; marks the key.</extracomment>
        <translation>&amp;Cita</translation>
    </message>
    <message>
        <source>Call again &amp;at</source>
        <translation>&amp;Volver a llamar</translation>
    </message>
    <message>
        <source>That time is in the past. Choose one to come.</source>
        <translation>Esa hora ya pasó. Elija una futura.</translation>
    </message>
</context>
<context>
    <name>ringback::ui::ConfirmDialog</name>
    <message>
        <source>Cancel</source>
        <extracomment>Button: close this dialog and change nothing.</extracomment>
        <translation>Cancelar</translation>
    </message>
</context>
<context>
    <name>ringback::ui::ConnectPage</name>
    <message>
        <source>Back</source>
        <extracomment>Button: to the page before this one.</extracomment>
        <translation>Atrás</translation>
    </message>
    <message>
        <source>Connect my phone system</source>
        <translation>Conectar mi sistema telefónico</translation>
    </message>
    <message>
        <source>Your business</source>
        <translation>Su negocio</translation>
    </message>
    <message>
        <source>Your Twilio account</source>
        <translation>Su cuenta de Twilio</translation>
    </message>
    <message>
        <source>How calls reach this computer</source>
        <translation>Cómo llegan las llamadas a esta computadora</translation>
    </message>
    <message>
        <source>Roofing</source>
        <extracomment>A kind of business.</extracomment>
        <translation>Techos</translation>
    </message>
    <message>
        <source>Recruiting</source>
        <extracomment>A kind of business.</extracomment>
        <translation>Reclutamiento</translation>
    </message>
    <message>
        <source>&amp;Kind of business</source>
        <translation>&amp;Tipo de negocio</translation>
    </message>
    <message>
        <source>&amp;Company name</source>
        <extracomment>Example of a company&apos;s name.</extracomment>
        <translation>Nombre de la &amp;empresa</translation>
    </message>
    <message>
        <source>Summit Roofing</source>
        <translation>Techos Summit</translation>
    </message>
    <message>
        <source>Callers see it in the texts.</source>
        <translation>Quienes llaman lo ven en los mensajes.</translation>
    </message>
    <message>
        <source>Eastern (New York)</source>
        <extracomment>A time zone by its name and a city in it.</extracomment>
        <translation>Este (Nueva York)</translation>
    </message>
    <message>
        <source>Central (Chicago, Dallas)</source>
        <translation>Centro (Chicago, Dallas)</translation>
    </message>
    <message>
        <source>Mountain (Denver)</source>
        <translation>Montaña (Denver)</translation>
    </message>
    <message>
        <source>Arizona (Phoenix)</source>
        <translation>Arizona (Phoenix)</translation>
    </message>
    <message>
        <source>Pacific (Los Angeles)</source>
        <translation>Pacífico (Los Ángeles)</translation>
    </message>
    <message>
        <source>Alaska (Anchorage)</source>
        <translation>Alaska (Anchorage)</translation>
    </message>
    <message>
        <source>Hawaii (Honolulu)</source>
        <translation>Hawái (Honolulu)</translation>
    </message>
    <message>
        <source>Atlantic (Puerto Rico)</source>
        <translation>Atlántico (Puerto Rico)</translation>
    </message>
    <message>
        <source>&amp;Time zone of the office</source>
        <translation>&amp;Zona horaria de la oficina</translation>
    </message>
    <message>
        <source>&amp;Your name</source>
        <extracomment>Example of a person&apos;s name.</extracomment>
        <translation>&amp;Su nombre</translation>
    </message>
    <message>
        <source>Pat Lee</source>
        <translation>Pat Lee</translation>
    </message>
    <message>
        <source>You become the owner; add the others later.</source>
        <translation>Usted será el dueño; agregue a los demás después.</translation>
    </message>
    <message>
        <source>Business &amp;number</source>
        <translation>&amp;Número del negocio</translation>
    </message>
    <message>
        <source>The Twilio number that callers dial. Texts leave from it too.</source>
        <translation>El número de Twilio que marca la gente. Los mensajes también salen de él.</translation>
    </message>
    <message>
        <source>Account &amp;SID</source>
        <translation>Account S&amp;ID</translation>
    </message>
    <message>
        <source>On the first page of Twilio&apos;s console: AC and 32 letters and digits.</source>
        <translation>En la primera página de la consola de Twilio: AC y 32 letras y dígitos.</translation>
    </message>
    <message>
        <source>&amp;Auth token</source>
        <translation>Token de &amp;autenticación (Auth token)</translation>
    </message>
    <message>
        <source>Below the Account SID. It goes into this computer&apos;s keychain, never into a file.</source>
        <translation>Debajo del Account SID. Se guarda en el llavero de esta computadora, nunca en un archivo.</translation>
    </message>
    <message>
        <source>&amp;Phones to ring (optional)</source>
        <translation>Te&amp;léfonos que deben sonar (opcional)</translation>
    </message>
    <message>
        <source>Where calls should ring first, separated by commas.</source>
        <translation>Dónde deben sonar primero las llamadas, separados por comas.</translation>
    </message>
    <message>
        <source>Public address of this computer (&amp;optional)</source>
        <translation>Dirección pública de esta computadora (&amp;opcional)</translation>
    </message>
    <message>
        <source>Twilio must reach this computer from the internet: through a tunnel (such as cloudflared or ngrok) or your office&apos;s reverse proxy. Ask whoever looks after your network; you can add it later.</source>
        <translation>Twilio debe poder llegar a esta computadora desde internet: por un túnel (como cloudflared o ngrok) o el proxy inverso de su oficina. Pregunte a quien cuida su red; puede agregarla después.</translation>
    </message>
    <message>
        <source>In Twilio&apos;s console, open your number and paste these addresses:</source>
        <translation>En la consola de Twilio, abra su número y pegue estas direcciones:</translation>
    </message>
    <message>
        <source>Copy</source>
        <extracomment>Button: copies an address to the clipboard.</extracomment>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Voice: A call comes in</source>
        <extracomment>&quot;A call comes in&quot; is the field&apos;s name in Twilio&apos;s console.</extracomment>
        <translation>Voz: A call comes in</translation>
    </message>
    <message>
        <source>Copy the address for calls</source>
        <translation>Copiar la dirección para llamadas</translation>
    </message>
    <message>
        <source>Messaging: A message comes in</source>
        <extracomment>&quot;A message comes in&quot; is the field&apos;s name in Twilio&apos;s console.</extracomment>
        <translation>Mensajes: A message comes in</translation>
    </message>
    <message>
        <source>Copy the address for texts</source>
        <translation>Copiar la dirección para mensajes</translation>
    </message>
    <message>
        <source>I have a setup file…</source>
        <extracomment>Button: instead of this form, load a file that somebody prepared.</extracomment>
        <translation>Tengo un archivo de configuración…</translation>
    </message>
    <message>
        <source>Connect</source>
        <extracomment>Button: save this form and start.</extracomment>
        <translation>Conectar</translation>
    </message>
    <message>
        <source>Enter the name that callers know you by.</source>
        <translation>Escriba el nombre con que lo conocen quienes llaman.</translation>
    </message>
    <message>
        <source>Enter your name, so that others see whose callbacks are yours.</source>
        <translation>Escriba su nombre, para que los demás vean cuáles devoluciones son suyas.</translation>
    </message>
    <message>
        <source>Enter a phone number with its area code, such as (214) 555-0100.</source>
        <translation>Escriba un número de teléfono con código de área, como (214) 555-0100.</translation>
    </message>
    <message>
        <source>An Account SID is AC and then 32 letters and digits. Copy it from Twilio&apos;s console.</source>
        <translation>Un Account SID es AC y luego 32 letras y dígitos. Cópielo de la consola de Twilio.</translation>
    </message>
    <message>
        <source>Copy the auth token from Twilio&apos;s console.</source>
        <translation>Copie el Auth token de la consola de Twilio.</translation>
    </message>
    <message>
        <source>“%1” is not a phone number with an area code.</source>
        <extracomment>%1 is what somebody typed.</extracomment>
        <translation>«%1» no es un número de teléfono con código de área.</translation>
    </message>
    <message>
        <source>Enter an address that begins with https://, such as https://calls.example.com, or leave it empty.</source>
        <translation>Escriba una dirección que empiece con https://, como https://calls.example.com, o déjela vacía.</translation>
    </message>
    <message>
        <source>Choose a setup file</source>
        <translation>Elija un archivo de configuración</translation>
    </message>
    <message>
        <source>Setup files (*.json)</source>
        <extracomment>Kind of file in a file dialog.</extracomment>
        <translation>Archivos de configuración (*.json)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Todos los archivos (*)</translation>
    </message>
    <message>
        <source>These settings stay on this computer. You can change them later.</source>
        <translation>Estos ajustes se quedan en esta computadora. Puede cambiarlos después.</translation>
    </message>
</context>
<context>
    <name>ringback::ui::ConnectionDialog</name>
    <message>
        <source>Add %1</source>
        <translation>Agregar %1</translation>
    </message>
    <message>
        <source>Edit %1</source>
        <translation>Editar %1</translation>
    </message>
    <message>
        <source>Account</source>
        <extracomment>Heading in the form for a phone system.</extracomment>
        <translation>Cuenta</translation>
    </message>
    <message>
        <source>Lines that use it</source>
        <extracomment>Heading in the form for a phone system.</extracomment>
        <translation>Líneas que lo usan</translation>
    </message>
    <message>
        <source>Calls may come by one system and texts leave by another. Where texts leave from a different number, callers see that one, and their answers are put with the line they called.</source>
        <translation>Las llamadas pueden llegar por un sistema y los mensajes salir por otro. Si los mensajes salen de otro número, quien llamó ve ese, y sus respuestas se ponen con la línea a la que llamó.</translation>
    </message>
    <message>
        <source>Texts to callers of these lines leave by another system: tick Texts there, and enter the number they leave from.</source>
        <translation>Los mensajes a quienes llaman a estas líneas salen por otro sistema: marque allí Mensajes y escriba el número del que salen.</translation>
    </message>
    <message>
        <source>Save and test</source>
        <extracomment>Button: saves a phone system and asks it whether everything works.</extracomment>
        <translation>Guardar y probar</translation>
    </message>
    <message>
        <source>Tick the line that Google Voice writes about.</source>
        <translation>Marque la línea de la que escribe Google Voice.</translation>
    </message>
    <message>
        <source>One mailbox is for one line. Tick one line only, and add Google Voice once more for each other mailbox.</source>
        <translation>Un buzón es para una línea. Marque solo una, y agregue Google Voice otra vez para cada buzón más.</translation>
    </message>
</context>
<context>
    <name>ringback::ui::ConnectionsPage</name>
    <message>
        <source>Add connection…</source>
        <extracomment>Button: adds a phone system.</extracomment>
        <translation>Agregar conexión…</translation>
    </message>
    <message>
        <source>Phone systems</source>
        <extracomment>Name of a list, for screen readers.</extracomment>
        <translation>Sistemas telefónicos</translation>
    </message>
    <message>
        <source>No phone system is connected yet, so no call is heard of. Add the one you have.</source>
        <translation>Aún no hay ningún sistema telefónico conectado, así que no se sabe de ninguna llamada. Agregue el que tiene.</translation>
    </message>
    <message numerus="yes">
        <source>In the last 24 hours, %n calls never reached us; found in the call list, and followed up.</source>
        <translation>
            <numerusform>En las últimas 24 horas, %n llamada nunca nos llegó; se halló en la lista de llamadas y se atiende.</numerusform>
            <numerusform>En las últimas 24 horas, %n llamadas nunca nos llegaron; se hallaron en la lista de llamadas y se atienden.</numerusform>
        </translation>
    </message>
    <message>
        <source>Where calls come from, and where texts leave.</source>
        <translation>De dónde llegan las llamadas y por dónde salen los mensajes.</translation>
    </message>
    <message>
        <source>The phone system is removed.</source>
        <translation>El sistema telefónico se quitó.</translation>
    </message>
    <message>
        <source>This office has no public address yet, so there is nothing to point at. Start Ringback with one first (--public-url); the guide says how to get it.</source>
        <translation>Esta oficina aún no tiene dirección pública, así que no hay adónde dirigirlos. Primero inicie Ringback con una (--public-url); la guía dice cómo obtenerla.</translation>
    </message>
    <message>
        <source>%1 now tells this office about calls. Put back restores what was there.</source>
        <extracomment>%1 is a phone system.</extracomment>
        <translation>%1 ya avisa a esta oficina de las llamadas. Devolver restaura lo que había.</translation>
    </message>
    <message>
        <source>Put the old addresses back?</source>
        <translation>¿Devolver las direcciones anteriores?</translation>
    </message>
    <message>
        <source>%1 will send its news of calls where it did before. This office then hears of calls only by reading its list.</source>
        <extracomment>%1 is a phone system.</extracomment>
        <translation>%1 enviará sus avisos de llamadas adonde antes. Esta oficina sabrá entonces de las llamadas solo leyendo su lista.</translation>
    </message>
    <message>
        <source>Put back</source>
        <extracomment>Button: what stood at the phone company before is restored.</extracomment>
        <translation>Devolver</translation>
    </message>
    <message>
        <source>Putting the old addresses back…</source>
        <translation>Devolviendo las direcciones anteriores…</translation>
    </message>
    <message>
        <source>%1 sends its news of calls where it did before.</source>
        <extracomment>%1 is a phone system.</extracomment>
        <translation>%1 envía sus avisos de llamadas adonde antes.</translation>
    </message>
    <message>
        <source>These lines go with it, and missed calls to them are no longer followed up: %1.</source>
        <extracomment>%1 are phone lines.</extracomment>
        <translation>Estas líneas se van con él, y sus llamadas perdidas ya no se atienden: %1.</translation>
    </message>
    <message>
        <source>Callers of these lines get no texts any more: %1.</source>
        <extracomment>%1 are phone lines.</extracomment>
        <translation>Quienes llaman a estas líneas ya no reciben mensajes: %1.</translation>
    </message>
    <message>
        <source>Its webhooks still point here. Choose Put back first if another program should get them again.</source>
        <translation>Sus avisos aún llegan aquí. Elija primero Devolver si otro programa debe recibirlos de nuevo.</translation>
    </message>
    <message>
        <source>The cases and conversations so far stay.</source>
        <translation>Los casos y conversaciones hasta ahora se conservan.</translation>
    </message>
    <message>
        <source>Sign in there as the user whose numbers the texts are to leave from.</source>
        <translation>Inicie sesión allí como el usuario de cuyos números deben salir los mensajes de texto.</translation>
    </message>
</context>
<context>
    <name>ringback::ui::ConversationPane</name>
    <message>
        <source>Choose a call to see its texts and what happened.</source>
        <extracomment>Where a conversation is shown, while none is chosen.</extracomment>
        <translation>Elija una llamada para ver sus mensajes y lo que pasó.</translation>
    </message>
    <message>
        <source>Texts and history</source>
        <extracomment>Name of the scrolling part of a conversation, for screen readers.</extracomment>
        <translation>Mensajes e historial</translation>
    </message>
    <message>
        <source>No texts: opted out</source>
        <extracomment>On a caller who asked for no more texts.</extracomment>
        <translation>Sin mensajes: pidió no recibirlos</translation>
    </message>
    <message>
        <source>Claim this callback</source>
        <extracomment>Button: I will call this person back.</extracomment>
        <translation>Tomar esta devolución</translation>
    </message>
    <message>
        <source>In the list: Enter or C</source>
        <extracomment>Tool tip: the same by keyboard, in the list.</extracomment>
        <translation>En la lista: Intro o C</translation>
    </message>
    <message>
        <source>Complete…</source>
        <extracomment>Button: opens a dialog that asks how the callback ended.</extracomment>
        <translation>Completar…</translation>
    </message>
    <message>
        <source>Complete this callback</source>
        <extracomment>The same for screen readers.</extracomment>
        <translation>Completar esta devolución</translation>
    </message>
    <message>
        <source>In the list: Enter</source>
        <extracomment>Tool tip: the same by keyboard, in the list.</extracomment>
        <translation>En la lista: Intro</translation>
    </message>
    <message>
        <source>Put back</source>
        <extracomment>Button: somebody else may take this callback.</extracomment>
        <translation>Regresar</translation>
    </message>
    <message>
        <source>Put this callback back in the queue</source>
        <extracomment>The same for screen readers.</extracomment>
        <translation>Regresar esta devolución a la cola</translation>
    </message>
    <message>
        <source>In the list: R</source>
        <extracomment>Tool tip: the same by keyboard, in the list.</extracomment>
        <translation>En la lista: R</translation>
    </message>
    <message>
        <source>Lead: %1</source>
        <extracomment>%1 is the lead&apos;s status in words.</extracomment>
        <translation>Prospecto: %1</translation>
    </message>
    <message>
        <source>Source: %1</source>
        <extracomment>Where the lead came from: %1 is a campaign or a line.</extracomment>
        <translation>Origen: %1</translation>
    </message>
    <message>
        <source>%1 has this callback</source>
        <extracomment>%1 is a person, %2 a time.</extracomment>
        <translation>%1 tiene esta devolución</translation>
    </message>
    <message>
        <source>%1 has this callback since %2</source>
        <translation>%1 tiene esta devolución desde: %2</translation>
    </message>
    <message>
        <source>Loading the conversation…</source>
        <extracomment>While a conversation is being fetched.</extracomment>
        <translation>Cargando la conversación…</translation>
    </message>
    <message>
        <source>Why</source>
        <extracomment>Heading above the reasons for what the program did with a call.</extracomment>
        <translation>Por qué</translation>
    </message>
    <message>
        <source>Texts</source>
        <extracomment>Heading above the text messages with a caller.</extracomment>
        <translation>Mensajes</translation>
    </message>
    <message>
        <source>No texts with this caller yet.</source>
        <translation>Aún no hay mensajes con esta persona.</translation>
    </message>
    <message>
        <source>What happened</source>
        <extracomment>Heading above the history of a call.</extracomment>
        <translation>Qué pasó</translation>
    </message>
    <message>
        <source>They want no more texts</source>
        <extracomment>Button: the caller is not texted any more.</extracomment>
        <translation>No quiere más mensajes</translation>
    </message>
    <message>
        <source>Keep texting</source>
        <extracomment>Button: the caller did not mean to stop the texts.</extracomment>
        <translation>Seguir con los mensajes</translation>
    </message>
    <message>
        <source>No more texts to this caller</source>
        <extracomment>Button: the caller asked, by voice or otherwise, not to be texted.</extracomment>
        <translation>No enviarle más mensajes</translation>
    </message>
    <message>
        <source>Allow texts again</source>
        <extracomment>Button: the caller wants texts after all.</extracomment>
        <translation>Permitir mensajes de nuevo</translation>
    </message>
    <message>
        <source>What they wrote may mean that they want no more texts. Texts are held until you decide.</source>
        <translation>Lo que escribió puede significar que no quiere más mensajes. Quedan retenidos hasta que usted decida.</translation>
    </message>
    <message>
        <source>They wrote: “%1”. Texts are held until you decide.</source>
        <extracomment>%1 is what the caller wrote.</extracomment>
        <translation>Escribió: «%1». Los mensajes quedan retenidos hasta que usted decida.</translation>
    </message>
    <message>
        <source>Name as the phone company reports it</source>
        <extracomment>Of a caller&apos;s name that is not in the office&apos;s own list.</extracomment>
        <translation>Nombre según la compañía telefónica</translation>
    </message>
    <message>
        <source>Calls</source>
        <extracomment>Heading above what is known of a caller&apos;s calls.</extracomment>
        <translation>Llamadas</translation>
    </message>
    <message>
        <source>“%1”</source>
        <extracomment>What a caller said on a voicemail, in quotation marks.</extracomment>
        <translation>«%1»</translation>
    </message>
    <message>
        <source>Not spam, call back</source>
        <extracomment>Button on a call that was left out as spam: it was none, and somebody should call back.</extracomment>
        <translation>No es spam, devolver la llamada</translation>
    </message>
    <message>
        <source>Calls of this number are welcome from now on, and a callback goes into the queue. In the list: S</source>
        <extracomment>Tool tip of that button.</extracomment>
        <translation>Desde ahora las llamadas de este número son bienvenidas, y la devolución de llamada va a la cola. En la lista: S</translation>
    </message>
    <message>
        <source>Mark as spam…</source>
        <extracomment>Button: asks once more, then closes the case and leaves calls of this number alone.</extracomment>
        <translation>Marcar como spam…</translation>
    </message>
    <message>
        <source>Mark this caller as spam</source>
        <extracomment>The same for screen readers.</extracomment>
        <translation>Marcar a esta persona como spam</translation>
    </message>
    <message>
        <source>In the list: S</source>
        <extracomment>Tool tip: the same by keyboard, in the list.</extracomment>
        <translation>En la lista: S</translation>
    </message>
    <message>
        <source>Call</source>
        <extracomment>Button: rings this caller, by the phone system or by the person&apos;s own dialler.</extracomment>
        <translation>Llamar</translation>
    </message>
    <message>
        <source>Call this person now</source>
        <extracomment>The same for screen readers.</extracomment>
        <translation>Llamar ahora a esta persona</translation>
    </message>
    <message>
        <source>In the list: Ctrl+Enter</source>
        <extracomment>Tool tip: the same by keyboard, in the list.</extracomment>
        <translation>En la lista: Ctrl+Intro</translation>
    </message>
</context>
<context>
    <name>ringback::ui::CopyRow</name>
    <message>
        <source>Copy</source>
        <extracomment>Button: copies an address to the clipboard.</extracomment>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Copy: %1</source>
        <extracomment>For screen readers: %1 is what is copied.</extracomment>
        <translation>Copiar: %1</translation>
    </message>
</context>
<context>
    <name>ringback::ui::Door</name>
    <message>
        <source>Who are you?</source>
        <extracomment>Name of the list of people who can sign in, for screen readers.</extracomment>
        <translation>¿Quién es usted?</translation>
    </message>
    <message>
        <source>Your &amp;name</source>
        <translation>Su &amp;nombre</translation>
    </message>
    <message>
        <source>&amp;Password or PIN</source>
        <translation>Con&amp;traseña o PIN</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Contraseña</translation>
    </message>
    <message>
        <source>PIN, digits only</source>
        <translation>PIN, solo dígitos</translation>
    </message>
    <message>
        <source>Sign in &amp;with</source>
        <translation>Iniciar sesión &amp;con</translation>
    </message>
    <message>
        <source>N&amp;ew one</source>
        <translation>N&amp;ueva contraseña o PIN</translation>
    </message>
    <message>
        <source>Once &amp;more</source>
        <translation>Otra &amp;vez</translation>
    </message>
    <message>
        <source>Somebody else</source>
        <extracomment>In the list of owners, for somebody who is none of them.</extracomment>
        <translation>Otra persona</translation>
    </message>
    <message>
        <source>One moment</source>
        <translation>Un momento</translation>
    </message>
    <message>
        <source>The office is being opened.</source>
        <translation>Se está abriendo la oficina.</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Iniciar sesión</translation>
    </message>
    <message>
        <source>Choose your name and sign in.</source>
        <translation>Elija su nombre e inicie sesión.</translation>
    </message>
    <message>
        <source>Locked by %1</source>
        <extracomment>%1 is a person.</extracomment>
        <translation>Bloqueado por %1</translation>
    </message>
    <message>
        <source>What you were writing is still there.</source>
        <translation>Lo que estaba escribiendo sigue ahí.</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>Desbloquear</translation>
    </message>
    <message>
        <source>I am somebody else</source>
        <translation>Soy otra persona</translation>
    </message>
    <message>
        <source>What was half written stays.</source>
        <translation>Lo que quedó a medio escribir se conserva.</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Atrás</translation>
    </message>
    <message>
        <source>You are the first: make the owner</source>
        <translation>Empieza usted: registre al dueño</translation>
    </message>
    <message>
        <source>From then on everybody signs in, and everything they do is in their name. The owner gives the others their first password.</source>
        <translation>Desde entonces todos inician sesión, y lo que cada uno hace queda a su nombre. El dueño da a los demás su primera contraseña.</translation>
    </message>
    <message>
        <source>Set up sign-in</source>
        <translation>Configurar el acceso</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Después</translation>
    </message>
    <message>
        <source>Change your password or PIN</source>
        <translation>Cambie su contraseña o PIN</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Cambiar</translation>
    </message>
    <message>
        <source>Choose your own password</source>
        <translation>Elija su propia contraseña</translation>
    </message>
    <message>
        <source>The one you have was chosen by somebody else. From now on only you know yours.</source>
        <translation>La que tiene la eligió otra persona. Desde ahora solo usted sabrá la suya.</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Cerrar sesión</translation>
    </message>
    <message>
        <source>The two are not the same. Type the new one again.</source>
        <translation>No coinciden. Escriba otra vez la nueva contraseña o PIN.</translation>
    </message>
    <message>
        <source>Type your name, so that others see who you are.</source>
        <translation>Escriba su nombre, para que los demás vean quién es.</translation>
    </message>
    <message>
        <source>Choose your name first.</source>
        <translation>Primero elija su nombre.</translation>
    </message>
</context>
<context>
    <name>ringback::ui::FormDialog</name>
    <message>
        <source>Cancel</source>
        <extracomment>Button: close this dialog and change nothing.</extracomment>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Saving…</source>
        <extracomment>On a button, while something is saved.</extracomment>
        <translation>Guardando…</translation>
    </message>
</context>
<context>
    <name>ringback::ui::LeadAccountForm</name>
    <message>
        <source>Client &amp;ID</source>
        <translation>Client &amp;ID</translation>
    </message>
    <message>
        <source>In Jobber&apos;s Developer Center: make an app for this office, and copy it from there.</source>
        <translation>En el Developer Center de Jobber: cree una app para esta oficina y cópielo de allí.</translation>
    </message>
    <message>
        <source>Client &amp;Secret</source>
        <translation>Client &amp;Secret</translation>
    </message>
    <message>
        <source>Beside the Client ID. It goes into this computer&apos;s keychain, never into a file.</source>
        <translation>Junto al Client ID. Va al llavero de esta computadora, nunca a un archivo.</translation>
    </message>
    <message>
        <source>The app in Jobber&apos;s Developer Center must have exactly this address. Save, and then choose Sign in with Jobber.</source>
        <translation>La app en el Developer Center de Jobber debe tener exactamente esta dirección. Guarde y después elija Iniciar sesión con Jobber.</translation>
    </message>
    <message>
        <source>&amp;Version of Jobber&apos;s interface</source>
        <translation>&amp;Versión de la interfaz de Jobber</translation>
    </message>
    <message>
        <source>A date. Leave it as it is unless Jobber asks for another.</source>
        <translation>Una fecha. Déjela como está salvo que Jobber pida otra.</translation>
    </message>
    <message>
        <source>&amp;Tenant ID</source>
        <translation>&amp;Tenant ID</translation>
    </message>
    <message>
        <source>The number of your ServiceTitan account: Settings, Integrations, API Application Access.</source>
        <translation>El número de su cuenta de ServiceTitan: Settings, Integrations, API Application Access.</translation>
    </message>
    <message>
        <source>An admin of ServiceTitan connects the app there and gets the Client ID.</source>
        <translation>Un administrador de ServiceTitan conecta la app allí y recibe el Client ID.</translation>
    </message>
    <message>
        <source>Shown once when the app is connected.</source>
        <translation>Se muestra una vez, al conectar la app.</translation>
    </message>
    <message>
        <source>App &amp;Key</source>
        <translation>App &amp;Key</translation>
    </message>
    <message>
        <source>Of your app in ServiceTitan&apos;s developer portal.</source>
        <translation>De su app en el portal de desarrolladores de ServiceTitan.</translation>
    </message>
    <message>
        <source>&amp;Booking provider ID (for callers nobody knows)</source>
        <translation>ID del &amp;booking provider (para quienes nadie conoce)</translation>
    </message>
    <message>
        <source>ServiceTitan takes a caller that it does not know only as a booking of a booking provider. Without one, only known customers get a lead there.</source>
        <translation>ServiceTitan acepta a quien no conoce solo como reserva de un booking provider. Sin uno, solo los clientes conocidos reciben un prospecto allí.</translation>
    </message>
    <message>
        <source>This is the &amp;integration environment</source>
        <translation>Es el entorno de &amp;integración</translation>
    </message>
    <message>
        <source>For trials, beside the real account.</source>
        <translation>Para pruebas, junto a la cuenta real.</translation>
    </message>
    <message>
        <source>Address of your ServiceTitan &amp;pages</source>
        <translation>Dirección de sus &amp;páginas de ServiceTitan</translation>
    </message>
    <message>
        <source>For the links. Some accounts live elsewhere.</source>
        <translation>Para los enlaces. Algunas cuentas están en otro sitio.</translation>
    </message>
    <message>
        <source>&amp;API key</source>
        <translation>Clave de &amp;API</translation>
    </message>
    <message>
        <source>An account admin makes it in AccuLynx: Account Settings, API Keys.</source>
        <translation>Un administrador de la cuenta la crea en AccuLynx: Account Settings, API Keys.</translation>
    </message>
    <message>
        <source>In Greenhouse: Configure, Dev Center, API Credentials, a credential of the type Harvest V3 (OAuth).</source>
        <translation>En Greenhouse: Configure, Dev Center, API Credentials, una credencial del tipo Harvest V3 (OAuth).</translation>
    </message>
    <message>
        <source>Shown once when the credential is made.</source>
        <translation>Se muestra una vez, al crear la credencial.</translation>
    </message>
    <message>
        <source>&amp;User ID of a Site Admin</source>
        <translation>ID de &amp;usuario de un Site Admin</translation>
    </message>
    <message>
        <source>In whose name Ringback works. Greenhouse shows its lists only to a Site Admin.</source>
        <translation>En cuyo nombre trabaja Ringback. Greenhouse muestra sus listas solo a un Site Admin.</translation>
    </message>
    <message>
        <source>A Super Admin makes it in Lever: Settings, Integrations and API, API Credentials.</source>
        <translation>Un Super Admin la crea en Lever: Settings, Integrations and API, API Credentials.</translation>
    </message>
    <message>
        <source>&amp;User ID that things are written as</source>
        <translation>ID del &amp;usuario en cuyo nombre se escribe</translation>
    </message>
    <message>
        <source>Lever wants to know in whose name a record is made.</source>
        <translation>Lever quiere saber en nombre de quién se crea un registro.</translation>
    </message>
    <message>
        <source>This is Lever&apos;s &amp;sandbox</source>
        <translation>Es el &amp;sandbox de Lever</translation>
    </message>
    <message>
        <source>Keys of the sandbox and of the real account are not the same.</source>
        <translation>Las claves del sandbox y de la cuenta real no son las mismas.</translation>
    </message>
    <message>
        <source>&amp;User name of the API user</source>
        <translation>Nombre del &amp;usuario de API</translation>
    </message>
    <message>
        <source>Bullhorn&apos;s support makes it, with the Client ID.</source>
        <translation>Lo crea el soporte de Bullhorn, junto con el Client ID.</translation>
    </message>
    <message>
        <source>From Bullhorn&apos;s support.</source>
        <translation>Del soporte de Bullhorn.</translation>
    </message>
    <message>
        <source>From Bullhorn&apos;s support, with the Client ID.</source>
        <translation>Del soporte de Bullhorn, junto con el Client ID.</translation>
    </message>
    <message>
        <source>Ask Bullhorn&apos;s support to register exactly this address. Save, and then choose Sign in with Bullhorn.</source>
        <translation>Pida al soporte de Bullhorn que registre exactamente esta dirección. Guarde y después elija Iniciar sesión con Bullhorn.</translation>
    </message>
    <message>
        <source>C&amp;luster number</source>
        <translation>Número de c&amp;lúster</translation>
    </message>
    <message>
        <source>The number in the address of your Bullhorn pages, cls45.bullhornstaffing.com. Without it there are no links.</source>
        <translation>El número en la dirección de sus páginas de Bullhorn, cls45.bullhornstaffing.com. Sin él no hay enlaces.</translation>
    </message>
    <message>
        <source>A placement&apos;s &amp;fee below 1 is</source>
        <translation>Una &amp;comisión de colocación menor que 1 es</translation>
    </message>
    <message>
        <source>A share of the salary</source>
        <extracomment>What a number below 1 means: 0.2 = 20 percent of the salary.</extracomment>
        <translation>Una parte del salario</translation>
    </message>
    <message>
        <source>An amount</source>
        <extracomment>What a number below 1 means: an amount of money.</extracomment>
        <translation>Un importe</translation>
    </message>
    <message>
        <source>&amp;Sheet</source>
        <translation>&amp;Hoja</translation>
    </message>
    <message>
        <source>Copy the address of the sheet from the browser, or only the long id in it.</source>
        <translation>Copie la dirección de la hoja del navegador, o solo el identificador largo que contiene.</translation>
    </message>
    <message>
        <source>&amp;Tab</source>
        <translation>&amp;Pestaña</translation>
    </message>
    <message>
        <source>The name at the bottom of the sheet.</source>
        <translation>El nombre al pie de la hoja.</translation>
    </message>
    <message>
        <source>Sign in &amp;with</source>
        <translation>Iniciar sesión &amp;con</translation>
    </message>
    <message>
        <source>A service account (a key file)</source>
        <extracomment>A way to sign in.</extracomment>
        <translation>Una cuenta de servicio (un archivo de clave)</translation>
    </message>
    <message>
        <source>A sign-in in the browser</source>
        <extracomment>A way to sign in.</extracomment>
        <translation>Un inicio de sesión en el navegador</translation>
    </message>
    <message>
        <source>&amp;Key of the service account</source>
        <translation>&amp;Clave de la cuenta de servicio</translation>
    </message>
    <message>
        <source>The JSON file that Google Cloud gave you. Share the sheet with the service account&apos;s e-mail address.</source>
        <translation>El archivo JSON que le dio Google Cloud. Comparta la hoja con la dirección de correo de la cuenta de servicio.</translation>
    </message>
    <message>
        <source>Choose the key file…</source>
        <extracomment>Button: a file is chosen, and its content becomes the key.</extracomment>
        <translation>Elegir el archivo de clave…</translation>
    </message>
    <message>
        <source>Of an OAuth client of the type Desktop app in Google Cloud.</source>
        <translation>De un cliente OAuth del tipo Desktop app en Google Cloud.</translation>
    </message>
    <message>
        <source>Beside the Client ID. Save, and then choose Sign in with Google Sheets.</source>
        <translation>Junto al Client ID. Guarde y después elija Iniciar sesión con Google Sheets.</translation>
    </message>
    <message>
        <source>The OAuth client must have exactly this address.</source>
        <translation>El cliente OAuth debe tener exactamente esta dirección.</translation>
    </message>
    <message>
        <source>&amp;Address to post to</source>
        <translation>&amp;Dirección a la que se envía</translation>
    </message>
    <message>
        <source>What Zapier or Make shows for its webhook, beginning with https://. Whoever knows it can post there, so it goes into the keychain.</source>
        <translation>La que Zapier o Make muestra para su webhook; empieza por https://. Quien la conoce puede enviar allí, así que va al llavero.</translation>
    </message>
    <message>
        <source>Signing &amp;key (optional)</source>
        <translation>&amp;Clave de firma (opcional)</translation>
    </message>
    <message>
        <source>With it the receiver can tell that a post came from this office. Enter the same there.</source>
        <translation>Con ella, quien recibe puede saber que el envío vino de esta oficina. Introduzca la misma allí.</translation>
    </message>
    <message>
        <source>&amp;Only these events</source>
        <translation>&amp;Solo estos eventos</translation>
    </message>
    <message>
        <source>Names with commas between them, as the guide lists them. Empty = all.</source>
        <translation>Nombres separados por comas, como los enumera la guía. Vacío = todos.</translation>
    </message>
    <message>
        <source>Key file of the service account</source>
        <extracomment>Title of a dialog that picks a file; the second is a kind of file.</extracomment>
        <translation>Archivo de clave de la cuenta de servicio</translation>
    </message>
    <message>
        <source>Key files (*.json)</source>
        <translation>Archivos de clave (*.json)</translation>
    </message>
    <message>
        <source>The file could not be read. %1</source>
        <extracomment>%1 is what the operating system said.</extracomment>
        <translation>No se pudo leer el archivo. %1</translation>
    </message>
    <message>
        <source>This is not the key file of a service account.</source>
        <translation>Este no es el archivo de clave de una cuenta de servicio.</translation>
    </message>
    <message>
        <source>Enter the whole address, beginning with https://.</source>
        <translation>Introduzca la dirección completa, que empieza por https://.</translation>
    </message>
    <message>
        <source>A signing key is base64, of 24 bytes or more: choose Make one up, or copy it from the receiver.</source>
        <translation>Una clave de firma es base64, de 24 bytes o más: elija Crear una, o cópiela de quien recibe.</translation>
    </message>
    <message>
        <source>A Tenant ID is a number. Copy it from ServiceTitan.</source>
        <translation>Un Tenant ID es un número. Cópielo de ServiceTitan.</translation>
    </message>
    <message>
        <source>This is no sheet&apos;s address. Open the sheet in the browser and copy what stands at the top.</source>
        <translation>Esta no es la dirección de una hoja. Abra la hoja en el navegador y copie lo que aparece arriba.</translation>
    </message>
    <message>
        <source>This is not the content of a key file: it begins with { and names a private_key.</source>
        <translation>Este no es el contenido de un archivo de clave: empieza por { y nombra una private_key.</translation>
    </message>
    <message>
        <source>Write names such as lead.created, with commas between them.</source>
        <translation>Escriba nombres como lead.created, separados por comas.</translation>
    </message>
    <message>
        <source>Write a date such as 2026-04-16.</source>
        <translation>Escriba una fecha como 2026-04-16.</translation>
    </message>
</context>
<context>
    <name>ringback::ui::LeadDialog</name>
    <message>
        <source>Add %1</source>
        <translation>Agregar %1</translation>
    </message>
    <message>
        <source>Edit %1</source>
        <translation>Editar %1</translation>
    </message>
    <message>
        <source>Save and test</source>
        <extracomment>Button: saves a lead system and asks it whether everything works.</extracomment>
        <translation>Guardar y probar</translation>
    </message>
    <message>
        <source>Account</source>
        <extracomment>Heading in the form for a lead system.</extracomment>
        <translation>Cuenta</translation>
    </message>
</context>
<context>
    <name>ringback::ui::LeadStrip</name>
    <message>
        <source>Lead systems</source>
        <extracomment>Name of a part of a case, for screen readers.</extracomment>
        <translation>Sistemas de prospectos</translation>
    </message>
    <message>
        <source>Choose…</source>
        <extracomment>Button: opens a dialog that asks which of several people in a lead system called.</extracomment>
        <translation>Elegir…</translation>
    </message>
    <message>
        <source>Try again</source>
        <extracomment>Button: what the lead system refused is written once more.</extracomment>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>For screen readers: %1 is a button&apos;s words, %2 a lead system.</extracomment>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>ringback::ui::LeadSystemCard</name>
    <message>
        <source>Reading the people of this lead system</source>
        <extracomment>Name of a bar that shows how far something is, for screen readers.</extracomment>
        <translation>Lectura de las personas de este sistema de prospectos</translation>
    </message>
    <message>
        <source>Test this connection</source>
        <extracomment>Button: asks the lead system whether everything is as it should be.</extracomment>
        <translation>Probar esta conexión</translation>
    </message>
    <message>
        <source>What goes where…</source>
        <extracomment>Button: opens the form in which words of the office are matched with those of the lead system.</extracomment>
        <translation>Qué va dónde…</translation>
    </message>
    <message>
        <source>Edit…</source>
        <extracomment>Button: opens the form of a lead system.</extracomment>
        <translation>Editar…</translation>
    </message>
    <message>
        <source>Remove…</source>
        <extracomment>Button: this lead system is no longer used.</extracomment>
        <translation>Quitar…</translation>
    </message>
    <message>
        <source>Sign in with %1…</source>
        <extracomment>Button: opens the lead system&apos;s page in the browser, for signing in. %1 is a lead system.</extracomment>
        <translation>Iniciar sesión con %1…</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>For screen readers: %1 is a button&apos;s words, %2 a lead system.</extracomment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Go on</source>
        <extracomment>Buttons: the reading of a lead system&apos;s people is stopped, or goes on.</extracomment>
        <translation>Continuar</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Detener</translation>
    </message>
    <message>
        <source>Asking %1; this can take half a minute…</source>
        <extracomment>While the lead system %1 is asked whether everything is as it should be.</extracomment>
        <translation>Preguntando a %1; puede tardar medio minuto…</translation>
    </message>
</context>
<context>
    <name>ringback::ui::LeadsPage</name>
    <message>
        <source>Lead systems</source>
        <extracomment>Name of a list, for screen readers.</extracomment>
        <translation>Sistemas de prospectos</translation>
    </message>
    <message>
        <source>Add lead system…</source>
        <extracomment>Button: adds a lead system.</extracomment>
        <translation>Agregar sistema de prospectos…</translation>
    </message>
    <message>
        <source>No lead system is connected. Ringback keeps the leads itself; connect the program your office works in, and every missed call is in there too.</source>
        <translation>No hay ningún sistema de prospectos conectado. Ringback guarda los prospectos por sí mismo; conecte el programa con el que trabaja su oficina, y cada llamada perdida estará también allí.</translation>
    </message>
    <message>
        <source>Where leads, notes and callbacks are written to, and who is known there. A text to a caller never waits long for them.</source>
        <translation>Dónde se escriben los prospectos, las notas y las devoluciones de llamada, y a quién se conoce allí. Un mensaje de texto a quien llamó nunca los espera mucho.</translation>
    </message>
    <message>
        <source>Add a lead system</source>
        <extracomment>Title of the dialog that lists kinds of lead systems.</extracomment>
        <translation>Agregar un sistema de prospectos</translation>
    </message>
    <message>
        <source>Where does your office keep its leads?</source>
        <translation>¿Dónde guarda su oficina sus prospectos?</translation>
    </message>
    <message>
        <source>The lead system is removed.</source>
        <translation>Se quitó el sistema de prospectos.</translation>
    </message>
    <message>
        <source>Sign in there as an admin who may see and change all leads.</source>
        <translation>Inicie sesión allí como un administrador que pueda ver y cambiar todos los prospectos.</translation>
    </message>
    <message>
        <source>Nothing more is written there, and its people are forgotten here. What is there stays there; the cases and conversations so far stay here.</source>
        <translation>Ya no se escribe nada allí, y aquí se olvidan sus personas. Lo que está allí se queda allí; los casos y conversaciones hasta ahora se quedan aquí.</translation>
    </message>
</context>
<context>
    <name>ringback::ui::LinesDialog</name>
    <message>
        <source>Lines</source>
        <extracomment>Title of a dialog: who calls back for which line.</extracomment>
        <translation>Líneas</translation>
    </message>
    <message>
        <source>Who calls back when a call on a line was missed, and what its callers need.</source>
        <translation>Quién devuelve las llamadas perdidas de cada línea, y qué necesitan quienes llaman a ella.</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>Whoever is free</source>
        <extracomment>In the place of a team: any of the staff.</extracomment>
        <translation>Quien esté libre</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Equipo</translation>
    </message>
    <message>
        <source>Team of %1</source>
        <extracomment>For screen readers: %1 is a line.</extracomment>
        <translation>Equipo de %1</translation>
    </message>
    <message>
        <source>Skills its callers need</source>
        <translation>Habilidades que necesitan quienes llaman</translation>
    </message>
    <message>
        <source>insurance</source>
        <translation>seguros</translation>
    </message>
    <message>
        <source>Skills that callers of %1 need</source>
        <extracomment>For screen readers: %1 is a line.</extracomment>
        <translation>Habilidades que necesitan quienes llaman a %1</translation>
    </message>
    <message>
        <source>Give words of letters and digits without accents, separated by commas.</source>
        <translation>Escriba palabras de letras sin acento y dígitos, separadas por comas.</translation>
    </message>
</context>
<context>
    <name>ringback::ui::LinesPicker</name>
    <message>
        <source>Another number</source>
        <extracomment>In an empty field: a phone number to be added.</extracomment>
        <translation>Otro número</translation>
    </message>
    <message>
        <source>Number of a new line</source>
        <translation>Número de una línea nueva</translation>
    </message>
    <message>
        <source>What you call it</source>
        <extracomment>In an empty field: what the office calls a phone line, such as &quot;Main&quot;.</extracomment>
        <translation>Cómo la llama</translation>
    </message>
    <message>
        <source>Name of a new line</source>
        <translation>Nombre de una línea nueva</translation>
    </message>
    <message>
        <source>Add line</source>
        <extracomment>Button: adds a phone line to a list.</extracomment>
        <translation>Agregar línea</translation>
    </message>
    <message>
        <source>Line</source>
        <extracomment>Heading of a list of phone lines.</extracomment>
        <translation>Línea</translation>
    </message>
    <message>
        <source>Calls</source>
        <extracomment>Heading of a list of phone lines: whether their calls come by this phone system.</extracomment>
        <translation>Llamadas</translation>
    </message>
    <message>
        <source>Texts</source>
        <extracomment>Heading of a list of phone lines: whether their texts leave through this phone system.</extracomment>
        <translation>Mensajes</translation>
    </message>
    <message>
        <source>Texts from</source>
        <extracomment>Heading of a list of phone lines: the number that texts leave from.</extracomment>
        <translation>Mensajes desde</translation>
    </message>
    <message>
        <source>calls by %1 today</source>
        <extracomment>Below a phone line: %1 is the phone system that tells of its calls today.</extracomment>
        <translation>hoy sus llamadas van por %1</translation>
    </message>
    <message>
        <source>texts by %1</source>
        <extracomment>Below a phone line: %1 is the phone system that its texts leave through today.</extracomment>
        <translation>mensajes por %1</translation>
    </message>
    <message>
        <source>Calls to %1</source>
        <extracomment>Of a box to tick, for screen readers: %1 is a phone line.</extracomment>
        <translation>Llamadas a %1</translation>
    </message>
    <message>
        <source>To move its calls, tick the line in the other phone system</source>
        <translation>Para mover sus llamadas, marque la línea en el otro sistema telefónico</translation>
    </message>
    <message>
        <source>Texts to callers of %1</source>
        <extracomment>Of a box to tick, for screen readers: %1 is a phone line.</extracomment>
        <translation>Mensajes a quienes llaman a %1</translation>
    </message>
    <message>
        <source>this number</source>
        <extracomment>In an empty field: texts leave from the number of the line itself.</extracomment>
        <translation>este número</translation>
    </message>
    <message>
        <source>Number that texts for %1 leave from</source>
        <extracomment>Of a field, for screen readers: %1 is a phone line.</extracomment>
        <translation>Número del que salen los mensajes de %1</translation>
    </message>
    <message>
        <source>Enter a phone number with its area code, such as (214) 555-0100.</source>
        <translation>Escriba un número de teléfono con su código de área, como (214) 555-0100.</translation>
    </message>
    <message>
        <source>This number is in the list already.</source>
        <translation>Este número ya está en la lista.</translation>
    </message>
    <message>
        <source>“%1” is not a phone number with an area code.</source>
        <extracomment>%1 is what somebody typed.</extracomment>
        <translation>«%1» no es un número de teléfono con código de área.</translation>
    </message>
</context>
<context>
    <name>ringback::ui::MainWindow</name>
    <message>
        <source>Board</source>
        <extracomment>Page of the window: every missed call.</extracomment>
        <translation>Tablero</translation>
    </message>
    <message>
        <source>Queue</source>
        <extracomment>Page of the window: the callbacks to make.</extracomment>
        <translation>Cola</translation>
    </message>
    <message>
        <source>Choose your name</source>
        <extracomment>In the list of staff while nobody is chosen.</extracomment>
        <translation>Elija su nombre</translation>
    </message>
    <message>
        <source>&amp;You are:</source>
        <extracomment>Label of the list of staff; &amp; marks the key.</extracomment>
        <translation>&amp;Usted es:</translation>
    </message>
    <message>
        <source>%1 - Ringback</source>
        <extracomment>Title of the window: %1 is the company.</extracomment>
        <translation>%1 - Ringback</translation>
    </message>
    <message>
        <source>Storm mode is over</source>
        <extracomment>Notice on the page.</extracomment>
        <translation>Terminó el modo tormenta</translation>
    </message>
    <message>
        <source>First choose your name at the top right, so that others see who decided this</source>
        <extracomment>When somebody decides something without having said who they are.</extracomment>
        <translation>Primero elija su nombre arriba a la derecha, para que se vea quién lo decidió</translation>
    </message>
    <message numerus="yes">
        <source>%n more callbacks are yours: look under Mine in the queue</source>
        <translation>
            <numerusform>Tiene %n devolución más: mírela en Mías, en la cola</numerusform>
            <numerusform>Tiene %n devoluciones más: mírelas en Mías, en la cola</numerusform>
        </translation>
    </message>
    <message>
        <source>Nobody waits any more: others were faster</source>
        <translation>Ya nadie espera: otros fueron más rápidos</translation>
    </message>
    <message>
        <source>Phones</source>
        <extracomment>Page of the window: the phone systems that calls come from. Short, as it stands below an icon.</extracomment>
        <translation>Teléfonos</translation>
    </message>
    <message>
        <source>Phone systems</source>
        <translation>Sistemas telefónicos</translation>
    </message>
    <message>
        <source>Leads</source>
        <extracomment>Page of the window: the programs that leads are written to (CRM, ATS). Short, as it stands below an icon.</extracomment>
        <translation>Prospectos</translation>
    </message>
    <message>
        <source>Chosen: what waited for it is being written</source>
        <extracomment>After somebody said which record of a lead system is the caller&apos;s.</extracomment>
        <translation>Elegido: se está escribiendo lo que esperaba por ello</translation>
    </message>
    <message>
        <source>It is being tried again</source>
        <extracomment>After somebody had a lead system tried again.</extracomment>
        <translation>Se está reintentando</translation>
    </message>
    <message>
        <source>Lead systems</source>
        <translation>Sistemas de prospectos</translation>
    </message>
    <message>
        <source>People</source>
        <extracomment>Page of the window: the staff. Short, as it stands below an icon.</extracomment>
        <translation>Personas</translation>
    </message>
    <message>
        <source>Somebody else signs in</source>
        <translation>Cambiar de persona</translation>
    </message>
    <message>
        <source>Somebody else signs in…</source>
        <translation>Cambiar de persona…</translation>
    </message>
    <message>
        <source>Lock (%1)</source>
        <extracomment>In the menu of the person who is signed in; %1 are keys.</extracomment>
        <translation>Bloquear (%1)</translation>
    </message>
    <message>
        <source>Change password or PIN…</source>
        <translation>Cambiar contraseña o PIN…</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Cerrar sesión</translation>
    </message>
    <message>
        <source>Signed in as %1</source>
        <extracomment>Name of the button of the person who is signed in, for screen readers: %1 is that person.</extracomment>
        <translation>Sesión iniciada como %1</translation>
    </message>
</context>
<context>
    <name>ringback::ui::MapperDialog</name>
    <message>
        <source>Paste a sample</source>
        <extracomment>Title of the dialog in which somebody shows what another system sends.</extracomment>
        <translation>Pegar un ejemplo</translation>
    </message>
    <message>
        <source>Which field is which?</source>
        <translation>¿Qué campo es cuál?</translation>
    </message>
    <message>
        <source>Paste one message that the other system sends about a missed call (JSON or a form). Its page of webhooks usually shows the last ones, or a sample.</source>
        <translation>Pegue un aviso que el otro sistema envía por una llamada perdida (JSON o formulario). Su página de webhooks suele mostrar los últimos, o un ejemplo.</translation>
    </message>
    <message>
        <source>Sample</source>
        <extracomment>Name of a field, for screen readers.</extracomment>
        <translation>Ejemplo</translation>
    </message>
    <message>
        <source>Cancel</source>
        <extracomment>Button: close this dialog and change nothing.</extracomment>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Use these fields</source>
        <extracomment>Button: the fields are as they were clicked.</extracomment>
        <translation>Usar estos campos</translation>
    </message>
    <message>
        <source>Fields of the sample</source>
        <translation>Campos del ejemplo</translation>
    </message>
    <message>
        <source>Their field</source>
        <extracomment>Headings of a list: the other system&apos;s field, its value in the sample, and what it is to us.</extracomment>
        <translation>Campo de ellos</translation>
    </message>
    <message>
        <source>In the sample</source>
        <translation>En el ejemplo</translation>
    </message>
    <message>
        <source>What it is</source>
        <translation>Qué es</translation>
    </message>
    <message>
        <source>As Ringback understands it</source>
        <extracomment>In a list of meanings: Ringback is to tell by itself what the other system&apos;s word means.</extracomment>
        <translation>Como lo entiende Ringback</translation>
    </message>
    <message>
        <source>This cannot be read: %1</source>
        <extracomment>%1 says what is wrong, in English.</extracomment>
        <translation>Esto no se puede leer: %1</translation>
    </message>
    <message>
        <source>Nothing of interest</source>
        <extracomment>Choice for a field of another system&apos;s message.</extracomment>
        <translation>Nada de interés</translation>
    </message>
    <message>
        <source>Click a field in the list and say what it is. Ringback has guessed where it could.</source>
        <translation>Haga clic en un campo de la lista y diga qué es. Ringback adivinó donde pudo.</translation>
    </message>
    <message>
        <source>Now click the field in the list that holds this: %1</source>
        <translation>Ahora haga clic en el campo de la lista que contiene esto: %1</translation>
    </message>
    <message>
        <source>%1: chosen</source>
        <extracomment>For screen readers, of a button: %1 is what a field is.</extracomment>
        <translation>%1: elegido</translation>
    </message>
    <message>
        <source>%1: not chosen yet</source>
        <translation>%1: aún sin elegir</translation>
    </message>
    <message>
        <source>Their word “%1” means:</source>
        <extracomment>%1 is a word of another system, such as &quot;no-answer&quot;.</extracomment>
        <translation>Su palabra «%1» significa:</translation>
    </message>
    <message>
        <source>Paste a sample, and this says what Ringback would make of it.</source>
        <translation>Pegue un ejemplo, y aquí se dirá qué haría Ringback con él.</translation>
    </message>
</context>
<context>
    <name>ringback::ui::NavigationRail</name>
    <message>
        <source>Pages</source>
        <extracomment>Name of the list of pages at the left, for screen readers.</extracomment>
        <translation>Páginas</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <extracomment>Tool tip of a page&apos;s button: %1 is the page, %2 its keys.</extracomment>
        <translation>%1 (%2)</translation>
    </message>
    <message numerus="yes">
        <source>%1, %n unclaimed</source>
        <extracomment>Name of a page&apos;s button for screen readers: %1 is the page, %n how many callbacks wait there unclaimed.</extracomment>
        <translation>
            <numerusform>%1, %n sin tomar</numerusform>
            <numerusform>%1, %n sin tomar</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ringback::ui::NoticeBar</name>
    <message>
        <source>Hide this notice</source>
        <extracomment>Button that hides a notice.</extracomment>
        <translation>Ocultar este aviso</translation>
    </message>
    <message>
        <source>Undo</source>
        <extracomment>Name of a button beside a notice that takes back what was done, for screen readers, until there is one.</extracomment>
        <translation>Deshacer</translation>
    </message>
</context>
<context>
    <name>ringback::ui::NoticeBell</name>
    <message>
        <source>Show notifications again</source>
        <extracomment>In the menu of the bell: notifications are shown again.</extracomment>
        <translation>Mostrar notificaciones de nuevo</translation>
    </message>
    <message>
        <source>Do not disturb</source>
        <extracomment>In the menu of the bell: no notifications for a while.</extracomment>
        <translation>No molestar</translation>
    </message>
    <message>
        <source>For 30 minutes</source>
        <translation>Por 30 minutos</translation>
    </message>
    <message>
        <source>For 1 hour</source>
        <translation>Por 1 hora</translation>
    </message>
    <message>
        <source>Until tomorrow morning</source>
        <translation>Hasta mañana por la mañana</translation>
    </message>
    <message>
        <source>Sounds</source>
        <extracomment>In the menu of the bell.</extracomment>
        <translation>Sonidos</translation>
    </message>
    <message>
        <source>Play sounds</source>
        <extracomment>In the menu of the bell: with or without any sound.</extracomment>
        <translation>Con sonido</translation>
    </message>
    <message>
        <source>A callback is yours</source>
        <translation>Le toca una devolución</translation>
    </message>
    <message>
        <source>A callback is late</source>
        <translation>Una devolución está atrasada</translation>
    </message>
    <message>
        <source>A caller wrote back</source>
        <translation>Una persona respondió por mensaje</translation>
    </message>
    <message>
        <source>Do not disturb until %1</source>
        <extracomment>Of the bell; %1 is a time such as 2:14 PM.</extracomment>
        <translation>No molestar hasta %1</translation>
    </message>
    <message>
        <source>Notifications are on</source>
        <extracomment>Of the bell.</extracomment>
        <translation>Notificaciones activadas</translation>
    </message>
</context>
<context>
    <name>ringback::ui::NoticeCentre</name>
    <message>
        <source>Open Ringback</source>
        <extracomment>In the menu of the tray icon: brings the window to the front.</extracomment>
        <translation>Abrir Ringback</translation>
    </message>
    <message>
        <source>Notifications</source>
        <extracomment>In the menu of the tray icon.</extracomment>
        <translation>Notificaciones</translation>
    </message>
    <message>
        <source>Quit</source>
        <extracomment>In the menu of the tray icon.</extracomment>
        <translation>Salir</translation>
    </message>
    <message>
        <source>Ringback</source>
        <extracomment>On the tray icon.</extracomment>
        <translation>Ringback</translation>
    </message>
    <message numerus="yes">
        <source>Ringback: %n callbacks wait for you</source>
        <translation>
            <numerusform>Ringback: %n devolución le espera</numerusform>
            <numerusform>Ringback: %n devoluciones le esperan</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ringback::ui::Notices</name>
    <message numerus="yes">
        <source>%n callbacks wait for you</source>
        <extracomment>Notification: several callbacks were given to the person who reads it.</extracomment>
        <translation>
            <numerusform>%n devolución le espera</numerusform>
            <numerusform>%n devoluciones le esperan</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of your callbacks are late</source>
        <extracomment>Notification.</extracomment>
        <translation>
            <numerusform>%n de sus devoluciones está atrasada</numerusform>
            <numerusform>%n de sus devoluciones están atrasadas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of your callers wrote back</source>
        <extracomment>Notification.</extracomment>
        <translation>
            <numerusform>Le respondió %n persona</numerusform>
            <numerusform>Le respondieron %n personas</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 still waits for your call</source>
        <extracomment>Notification: %1 is a caller&apos;s name or number.</extracomment>
        <translation>%1 sigue esperando su llamada</translation>
    </message>
    <message>
        <source>Call back %1: it is yours</source>
        <extracomment>Notification: %1 is a caller&apos;s name or number.</extracomment>
        <translation>Llame a %1: le toca a usted</translation>
    </message>
    <message>
        <source>Late: call back %1</source>
        <extracomment>Notification: %1 is a caller&apos;s name or number.</extracomment>
        <translation>Atrasada: llame a %1</translation>
    </message>
    <message>
        <source>%1 wrote back</source>
        <extracomment>Notification: %1 is a caller&apos;s name or number.</extracomment>
        <translation>%1 respondió</translation>
    </message>
    <message>
        <source>Look under Mine in the queue</source>
        <extracomment>Under a notification about several callbacks.</extracomment>
        <translation>Mire en Mías, en la cola</translation>
    </message>
    <message>
        <source>Missed on %1, waiting since %2</source>
        <extracomment>Under a notification: %1 is a company line, %2 a time such as 2:14 PM.</extracomment>
        <translation>Perdida en %1, espera desde: %2</translation>
    </message>
    <message>
        <source>Missed on %1, was due at %2</source>
        <extracomment>Under a notification: %1 is a company line, %2 a time such as 2:14 PM.</extracomment>
        <translation>Perdida en %1, venció: %2</translation>
    </message>
</context>
<context>
    <name>ringback::ui::OpenBanner</name>
    <message>
        <source>Anyone at this computer can act as anyone.</source>
        <extracomment>Across the window of an owner while nobody has a sign-in.</extracomment>
        <translation>En esta computadora, cualquiera puede actuar como otra persona.</translation>
    </message>
    <message>
        <source>Set up sign-in</source>
        <translation>Configurar el acceso</translation>
    </message>
</context>
<context>
    <name>ringback::ui::PeopleModel</name>
    <message>
        <source>%1 of %2 today</source>
        <extracomment>How many callbacks somebody was given today, and how many they get in a day at most.</extracomment>
        <translation>%1 de %2 hoy</translation>
    </message>
    <message>
        <source>%1 today</source>
        <extracomment>How many callbacks somebody was given today.</extracomment>
        <translation>%1 hoy</translation>
    </message>
    <message>
        <source>%1, last %2</source>
        <extracomment>%1: &quot;3 today&quot;, %2 is when somebody was given the latest one.</extracomment>
        <translation>%1, la última: %2</translation>
    </message>
    <message>
        <source>Person</source>
        <extracomment>Column of the list of people: the name.</extracomment>
        <translation>Persona</translation>
    </message>
    <message>
        <source>Now</source>
        <extracomment>Column of the list of people: whether somebody is here.</extracomment>
        <translation>Ahora</translation>
    </message>
    <message>
        <source>Callbacks</source>
        <extracomment>Column of the list of people: how many callbacks somebody has.</extracomment>
        <translation>Devoluciones</translation>
    </message>
    <message>
        <source>Working hours</source>
        <extracomment>Column of the list of people: when somebody works.</extracomment>
        <translation>Horario</translation>
    </message>
    <message>
        <source>Edit…</source>
        <extracomment>Button in a row: opens the form of a person.</extracomment>
        <translation>Editar…</translation>
    </message>
</context>
<context>
    <name>ringback::ui::PeoplePage</name>
    <message>
        <source>Add a person…</source>
        <extracomment>Button: adds somebody to the staff.</extracomment>
        <translation>Agregar una persona…</translation>
    </message>
    <message>
        <source>Add a team…</source>
        <extracomment>Button: adds a team.</extracomment>
        <translation>Agregar un equipo…</translation>
    </message>
    <message>
        <source>Lines…</source>
        <extracomment>Button: who calls back for which line.</extracomment>
        <translation>Líneas…</translation>
    </message>
    <message>
        <source>Who would get it?</source>
        <extracomment>Button: tries who would be given the callback of a call.</extracomment>
        <translation>¿A quién le tocaría?</translation>
    </message>
    <message>
        <source>Teams</source>
        <extracomment>Buttons that show the people of one team, for screen readers.</extracomment>
        <translation>Equipos</translation>
    </message>
    <message>
        <source>Nobody is in this team yet. Open a person, or the team, to add somebody.</source>
        <translation>Aún no hay nadie en este equipo. Abra a una persona, o el equipo, para agregar a alguien.</translation>
    </message>
    <message>
        <source>People</source>
        <extracomment>Name of a list, for screen readers.</extracomment>
        <translation>Personas</translation>
    </message>
    <message>
        <source>Everybody  %1</source>
        <extracomment>Button that shows all people; %1 is how many they are.</extracomment>
        <translation>Todos  %1</translation>
    </message>
    <message numerus="yes">
        <source>%n wait</source>
        <extracomment>Behind a team&apos;s name: how many callbacks wait in its queue.</extracomment>
        <translation>
            <numerusform>%n en espera</numerusform>
            <numerusform>%n en espera</numerusform>
        </translation>
    </message>
    <message>
        <source>Edit the team…</source>
        <extracomment>Button: opens the form of the team that is shown.</extracomment>
        <translation>Editar el equipo…</translation>
    </message>
    <message>
        <source>Remove %1?</source>
        <extracomment>%1 is a person.
----------
%1 is a team.</extracomment>
        <translation>¿Quitar %1?</translation>
    </message>
    <message>
        <source>They get no more callbacks and cannot sign in; those they have go to somebody else. What they did stays in the records under their name. To keep somebody out for a while, suspend them instead.</source>
        <translation>Ya no recibe devoluciones ni puede iniciar sesión; las que tiene pasan a otra persona. Lo que hizo queda registrado a su nombre. Para dejar fuera a alguien por un tiempo, mejor suspenda su acceso.</translation>
    </message>
    <message>
        <source>Remove</source>
        <extracomment>Button: somebody is no longer of the staff.
----------
Button: a team is dissolved.</extracomment>
        <translation>Quitar</translation>
    </message>
    <message>
        <source>Its people stay. Callbacks of its lines go to whoever is free from then on.</source>
        <translation>Sus personas se quedan. Desde entonces las devoluciones de sus líneas van a quien esté libre.</translation>
    </message>
    <message>
        <source>%1 is saved.</source>
        <extracomment>%1 is a person, a team or a line.</extracomment>
        <translation>%1 quedó guardado.</translation>
    </message>
    <message>
        <source>%1 is removed.</source>
        <extracomment>%1 is a person.
----------
%1 is a team.</extracomment>
        <translation>%1 ya no está en la lista.</translation>
    </message>
    <message numerus="yes">
        <source>Their %n callbacks go to somebody else in a moment.</source>
        <translation>
            <numerusform>Su devolución pasa a otra persona en un momento.</numerusform>
            <numerusform>Sus %n devoluciones pasan a otra persona en un momento.</numerusform>
        </translation>
    </message>
    <message>
        <source>It could not be tried. %1</source>
        <extracomment>%1 is what the database said.</extracomment>
        <translation>No se pudo probar. %1</translation>
    </message>
    <message>
        <source>%1 can sign in with what you have set, and chooses their own then</source>
        <extracomment>After somebody was given a new password or PIN; %1 is a person.</extracomment>
        <translation>%1 puede iniciar sesión con lo que usted puso, y entonces elegirá su propia contraseña o PIN</translation>
    </message>
    <message>
        <source>Booking pages…</source>
        <extracomment>Button: pages on the web where callers choose a time by themselves.</extracomment>
        <translation>Páginas de reservas…</translation>
    </message>
</context>
<context>
    <name>ringback::ui::PersonDialog</name>
    <message>
        <source>Edit %1</source>
        <extracomment>Title of a dialog; %1 is a person.</extracomment>
        <translation>Editar %1</translation>
    </message>
    <message>
        <source>Add a person</source>
        <translation>Agregar una persona</translation>
    </message>
    <message>
        <source>A new person</source>
        <translation>Una persona nueva</translation>
    </message>
    <message>
        <source>They get callbacks as soon as they are saved, in their working hours.</source>
        <translation>Recibe devoluciones en cuanto se guarda, dentro de su horario.</translation>
    </message>
    <message>
        <source>Save</source>
        <extracomment>Button: saves a form.</extracomment>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>Calendars…</source>
        <extracomment>Button: opens the calendars of a person.</extracomment>
        <translation>Calendarios…</translation>
    </message>
    <message>
        <source>New sign-in…</source>
        <extracomment>Button: gives somebody a new password or PIN.</extracomment>
        <translation>Nuevo acceso…</translation>
    </message>
    <message>
        <source>Remove…</source>
        <extracomment>Button: somebody is no longer of the staff.</extracomment>
        <translation>Quitar…</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>For screen readers: %1 is a button&apos;s words, %2 a person.</extracomment>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>ringback::ui::PersonFields</name>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Nombre</translation>
    </message>
    <message>
        <source>Dana Reyes</source>
        <translation>Dana Reyes</translation>
    </message>
    <message>
        <source>&amp;May do</source>
        <translation>&amp;Puede hacer</translation>
    </message>
    <message>
        <source>Reps call back and reply. Admins also set up texts, rules and people. Owners also see money, export, and set up connections.</source>
        <translation>Los agentes devuelven llamadas y responden. Los administradores también configuran mensajes, reglas y personas. Los dueños además ven el dinero, exportan y configuran conexiones.</translation>
    </message>
    <message>
        <source>Teams</source>
        <translation>Equipos</translation>
    </message>
    <message>
        <source>There is no team yet: callbacks go to whoever is free.</source>
        <translation>Aún no hay equipos: las devoluciones van a quien esté libre.</translation>
    </message>
    <message>
        <source>Whose callbacks this person gets.</source>
        <translation>Los equipos de los que esta persona recibe devoluciones.</translation>
    </message>
    <message>
        <source>&amp;Senior</source>
        <translation>Con más e&amp;xperiencia</translation>
    </message>
    <message>
        <source>Is asked first where your rules say so, as for customers you know.</source>
        <translation>Se le pregunta primero donde sus reglas lo dicen, como con clientes conocidos.</translation>
    </message>
    <message>
        <source>Working hours</source>
        <translation>Horario</translation>
    </message>
    <message>
        <source>Callbacks come only in these hours. Without any, at any time.</source>
        <translation>Las devoluciones llegan solo en este horario. Sin horario, a cualquier hora.</translation>
    </message>
    <message>
        <source>As the office</source>
        <extracomment>A time zone: that of the office.</extracomment>
        <translation>La de la oficina</translation>
    </message>
    <message>
        <source>Eastern (New York)</source>
        <translation>Este (Nueva York)</translation>
    </message>
    <message>
        <source>Central (Chicago, Dallas)</source>
        <translation>Centro (Chicago, Dallas)</translation>
    </message>
    <message>
        <source>Mountain (Denver)</source>
        <translation>Montaña (Denver)</translation>
    </message>
    <message>
        <source>Arizona (Phoenix)</source>
        <translation>Arizona (Phoenix)</translation>
    </message>
    <message>
        <source>Pacific (Los Angeles)</source>
        <translation>Pacífico (Los Ángeles)</translation>
    </message>
    <message>
        <source>Alaska (Anchorage)</source>
        <translation>Alaska (Anchorage)</translation>
    </message>
    <message>
        <source>Hawaii (Honolulu)</source>
        <translation>Hawái (Honolulu)</translation>
    </message>
    <message>
        <source>Atlantic (Puerto Rico)</source>
        <translation>Atlántico (Puerto Rico)</translation>
    </message>
    <message>
        <source>&amp;Time zone of these hours</source>
        <translation>&amp;Zona horaria de este horario</translation>
    </message>
    <message>
        <source>No limit</source>
        <extracomment>In a number field: none.</extracomment>
        <translation>Sin límite</translation>
    </message>
    <message>
        <source>Open &amp;callbacks at most</source>
        <translation>&amp;Máximo de devoluciones pendientes</translation>
    </message>
    <message>
        <source>Who has that many gets no more until one is done.</source>
        <translation>Quien tiene tantas no recibe más hasta terminar una.</translation>
    </message>
    <message>
        <source>Callbacks a &amp;day at most</source>
        <translation>Máximo de devoluciones al &amp;día</translation>
    </message>
    <message>
        <source> %</source>
        <extracomment>Behind a number: percent.</extracomment>
        <translation> %</translation>
    </message>
    <message>
        <source>S&amp;hare of the callbacks</source>
        <translation>P&amp;arte de las devoluciones</translation>
    </message>
    <message>
        <source>100 % is the usual share; 50 % for somebody who works half a day.</source>
        <translation>100 % es la parte normal; 50 % para quien trabaja medio día.</translation>
    </message>
    <message>
        <source>English</source>
        <translation>Inglés</translation>
    </message>
    <message>
        <source>Spanish</source>
        <translation>Español</translation>
    </message>
    <message>
        <source>Speaks with callers</source>
        <translation>Idiomas que habla con quienes llaman</translation>
    </message>
    <message>
        <source>Without any: Spanish, as the office.</source>
        <translation>Si no marca ninguno: español, como la oficina.</translation>
    </message>
    <message>
        <source>Without any: English, as the office.</source>
        <translation>Si no marca ninguno: inglés, como la oficina.</translation>
    </message>
    <message>
        <source>S&amp;kills</source>
        <translation>&amp;Habilidades</translation>
    </message>
    <message>
        <source>insurance, commercial</source>
        <translation>seguros, comercial</translation>
    </message>
    <message>
        <source>Words of your own, separated by commas. Lines may ask for them: who has them is asked first.</source>
        <translation>Palabras que usted elige, separadas por comas. Las líneas pueden pedirlas: primero se pregunta a quien las tiene.</translation>
    </message>
    <message>
        <source>&amp;E-mail</source>
        <translation>&amp;Correo</translation>
    </message>
    <message>
        <source>Own &amp;phone</source>
        <translation>&amp;Teléfono propio</translation>
    </message>
    <message>
        <source>Rings first when this person calls back by a click. Not a number of the company.</source>
        <translation>Suena primero cuando esta persona devuelve una llamada con un clic. No es un número de la empresa.</translation>
    </message>
    <message>
        <source>Not at all</source>
        <extracomment>How somebody hears of a callback while they are not at a desk.</extracomment>
        <translation>Ninguno</translation>
    </message>
    <message>
        <source>By a text to their own phone</source>
        <translation>Por mensaje a su propio teléfono</translation>
    </message>
    <message>
        <source>By e-mail</source>
        <translation>Por correo</translation>
    </message>
    <message>
        <source>Hears of callbacks &amp;away from the desk</source>
        <translation>Aviso &amp;fuera de su puesto</translation>
    </message>
    <message>
        <source>&amp;Booking page</source>
        <translation>Página de &amp;reservas</translation>
    </message>
    <message>
        <source>Where callers book a time with this person. Empty: the team&apos;s or the company&apos;s page.</source>
        <translation>Donde quienes llaman reservan hora con esta persona. Vacío: la página del equipo o de la empresa.</translation>
    </message>
    <message>
        <source>S&amp;uspended</source>
        <translation>Acceso &amp;suspendido</translation>
    </message>
    <message>
        <source>May not sign in and is given nothing. What they did stays theirs.</source>
        <translation>No puede iniciar sesión ni recibe nada. Lo que hizo sigue a su nombre.</translation>
    </message>
    <message>
        <source>Give the person a name.</source>
        <translation>Escriba el nombre de la persona.</translation>
    </message>
    <message>
        <source>Give a name of at most 80 letters.</source>
        <translation>Escriba un nombre de 80 letras como máximo.</translation>
    </message>
    <message>
        <source>An address is needed to write to this person.</source>
        <translation>Hace falta una dirección para escribir a esta persona.</translation>
    </message>
    <message>
        <source>Give an address such as dana@example.com.</source>
        <translation>Escriba una dirección como dana@example.com.</translation>
    </message>
    <message>
        <source>A phone is needed to text this person.</source>
        <translation>Hace falta un teléfono para enviar mensajes a esta persona.</translation>
    </message>
    <message>
        <source>Give this person&apos;s own phone, such as (214) 555-0123: not a line of the company, and nobody else&apos;s.</source>
        <translation>Escriba el teléfono propio de esta persona, como (214) 555-0123: ni una línea de la empresa ni el de otra persona.</translation>
    </message>
    <message>
        <source>Give words of letters and digits without accents, separated by commas.</source>
        <translation>Escriba palabras de letras sin acento y dígitos, separadas por comas.</translation>
    </message>
    <message>
        <source>Give an address such as https://book.example/dana.</source>
        <translation>Escriba una dirección como https://book.example/dana.</translation>
    </message>
    <message>
        <source>This time zone is not known here.</source>
        <translation>Esta zona horaria no se conoce aquí.</translation>
    </message>
    <message>
        <source>One of these teams is gone. Close this and look again.</source>
        <translation>Uno de estos equipos ya no existe. Cierre esto y mire de nuevo.</translation>
    </message>
    <message>
        <source>This cannot be saved as it is.</source>
        <extracomment>Below a field of a form.</extracomment>
        <translation>Así no se puede guardar.</translation>
    </message>
</context>
<context>
    <name>ringback::ui::PracticeBanner</name>
    <message>
        <source>Practice line: these callers are made up. No real texts are sent.</source>
        <extracomment>Banner across the window while the program plays with made-up calls.</extracomment>
        <translation>Línea de práctica: estas personas son inventadas. No se envían mensajes reales.</translation>
    </message>
</context>
<context>
    <name>ringback::ui::PresencePicker</name>
    <message>
        <source>I am here</source>
        <extracomment>In the menu about being there.</extracomment>
        <translation>Estoy aquí</translation>
    </message>
    <message>
        <source>For 30 minutes</source>
        <extracomment>For how long somebody is busy or away.</extracomment>
        <translation>Por 30 minutos</translation>
    </message>
    <message>
        <source>For 1 hour</source>
        <translation>Por 1 hora</translation>
    </message>
    <message>
        <source>Until the end of the day</source>
        <translation>Hasta el fin del día</translation>
    </message>
    <message>
        <source>Until a time…</source>
        <extracomment>Opens a dialog that asks until when somebody is busy or away.</extracomment>
        <translation>Hasta una hora…</translation>
    </message>
    <message>
        <source>I am busy</source>
        <extracomment>In the menu about being there: in a meeting, or on a job.</extracomment>
        <translation>No estoy disponible</translation>
    </message>
    <message>
        <source>I am away</source>
        <translation>Estoy fuera</translation>
    </message>
    <message>
        <source>Let my calendar and this console tell</source>
        <extracomment>In the menu about being there: what somebody said before counts no more.</extracomment>
        <translation>Que lo digan mi calendario y esta consola</translation>
    </message>
    <message>
        <source>My calendars…</source>
        <extracomment>In the menu about being there: opens the calendars of whoever sits here.</extracomment>
        <translation>Mis calendarios…</translation>
    </message>
    <message>
        <source>You: %1. Change it</source>
        <extracomment>For screen readers: a button with a menu; %1 is &quot;Busy until 3:30 PM&quot;.</extracomment>
        <translation>Usted: %1 (cambiar)</translation>
    </message>
    <message>
        <source>%1. Whether you are given callbacks now. %2</source>
        <extracomment>Of the person who sits here: %1 is &quot;Busy until 3:30 PM&quot;, %2 says where that is known from, and may be empty.</extracomment>
        <translation>%1. Si ahora se le dan devoluciones. %2</translation>
    </message>
</context>
<context>
    <name>ringback::ui::QueueDelegate</name>
    <message>
        <source>Complete…</source>
        <extracomment>Button in a row: opens a dialog that asks how the callback ended. Keep it short.</extracomment>
        <translation>Completar…</translation>
    </message>
</context>
<context>
    <name>ringback::ui::QueueModel</name>
    <message>
        <source>since %1</source>
        <extracomment>Below the name of who has a callback; %1 is a time.</extracomment>
        <translation>desde: %1</translation>
    </message>
    <message>
        <source>No text</source>
        <extracomment>In the column about texts: there is none for this caller.</extracomment>
        <translation>Sin mensaje</translation>
    </message>
    <message>
        <source>Due</source>
        <extracomment>Column of the queue: when somebody must have called back.</extracomment>
        <translation>Vence</translation>
    </message>
    <message>
        <source>Caller</source>
        <extracomment>Column of the queue: whom to call back.</extracomment>
        <translation>Persona</translation>
    </message>
    <message>
        <source>Called</source>
        <extracomment>Column of the queue: since when the callback waits, and on which of our numbers the call came.</extracomment>
        <translation>Llamó</translation>
    </message>
    <message>
        <source>Text</source>
        <extracomment>Column of the queue: what became of the text message.</extracomment>
        <translation>Mensaje</translation>
    </message>
    <message>
        <source>Callback</source>
        <extracomment>Column of the queue: who has the callback, or the button that takes it.</extracomment>
        <translation>Devolución</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>Whose callback it is to be, and whether they are here: &quot;Dana Reyes: Busy until 3:30 PM&quot;.</extracomment>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>ringback::ui::QueuePage</name>
    <message>
        <source>Callbacks, most pressing first</source>
        <extracomment>The page with the callbacks; also the name of its list for screen readers.</extracomment>
        <translation>Devoluciones, las más urgentes primero</translation>
    </message>
    <message>
        <source>You have no callbacks</source>
        <translation>No tiene devoluciones</translation>
    </message>
    <message>
        <source>Callbacks that you claim, or that are given to you, appear here. Look under Unclaimed for the next one.</source>
        <translation>Aquí aparecen las devoluciones que toma o que le asignan. Busque la siguiente en Sin tomar.</translation>
    </message>
    <message>
        <source>Every callback is taken</source>
        <translation>Todas las devoluciones están tomadas</translation>
    </message>
    <message>
        <source>When a call is missed, its callback appears here for anyone to claim. Look under All to see who has which.</source>
        <translation>Cuando se pierde una llamada, su devolución aparece aquí para que alguien la tome. En Todas se ve quién tiene cada una.</translation>
    </message>
    <message>
        <source>No callbacks to make</source>
        <translation>No hay devoluciones por hacer</translation>
    </message>
    <message>
        <source>When a call is missed, its callback appears here until somebody completes it.</source>
        <translation>Cuando se pierde una llamada, su devolución aparece aquí hasta que alguien la complete.</translation>
    </message>
    <message>
        <source>Mine</source>
        <extracomment>Filter of the queue: callbacks of the person at this computer.</extracomment>
        <translation>Mías</translation>
    </message>
    <message>
        <source>Unclaimed</source>
        <extracomment>Filter of the queue: callbacks that nobody has.</extracomment>
        <translation>Sin tomar</translation>
    </message>
    <message>
        <source>All</source>
        <extracomment>Filter of the queue: every callback.</extracomment>
        <translation>Todas</translation>
    </message>
</context>
<context>
    <name>ringback::ui::RecordDialog</name>
    <message>
        <source>Who called, in %1?</source>
        <extracomment>Title of a dialog: %1 is a lead system.</extracomment>
        <translation>¿Quién llamó, en %1?</translation>
    </message>
    <message>
        <source>The notes and the callback of %1 go to the one you choose. The text to the caller did not wait for this.</source>
        <extracomment>%1 is a caller&apos;s name or number.</extracomment>
        <translation>Las notas y la devolución de llamada de %1 van a quien usted elija. El mensaje de texto no esperó por esto.</translation>
    </message>
    <message>
        <source>None of these</source>
        <extracomment>To choose when no record of a lead system is the caller&apos;s.</extracomment>
        <translation>Ninguno de estos</translation>
    </message>
    <message>
        <source>Not now</source>
        <extracomment>Button: close this dialog and decide nothing yet.</extracomment>
        <translation>Ahora no</translation>
    </message>
    <message>
        <source>This one called</source>
        <extracomment>Button: the person that is marked called.</extracomment>
        <translation>Llamó esta persona</translation>
    </message>
    <message>
        <source>Write a new one</source>
        <extracomment>Button: none of the people called; a new one is written down.</extracomment>
        <translation>Escribir una nueva</translation>
    </message>
    <message>
        <source>No name</source>
        <extracomment>A person in a lead system without a name.</extracomment>
        <translation>Sin nombre</translation>
    </message>
    <message>
        <source>A new person is written to %1</source>
        <extracomment>Below &quot;None of these&quot;: %1 is a lead system.</extracomment>
        <translation>Se escribe una persona nueva en %1</translation>
    </message>
</context>
<context>
    <name>ringback::ui::ResetDialog</name>
    <message>
        <source>Sign-in of %1</source>
        <extracomment>Title of the dialog that gives somebody else a new password or PIN; %1 is a person.</extracomment>
        <translation>Acceso de %1</translation>
    </message>
    <message>
        <source>A new way in for %1</source>
        <extracomment>Heading; %1 is a person.</extracomment>
        <translation>Nuevo acceso para %1</translation>
    </message>
    <message>
        <source>Tell them what you choose here. At their next sign-in they choose their own, which nobody else knows.</source>
        <translation>Dígale a la persona lo que usted elija aquí. La próxima vez que entre elegirá lo suyo, que nadie más sabrá.</translation>
    </message>
    <message>
        <source>Set</source>
        <extracomment>Button: sets the new password or PIN.</extracomment>
        <translation>Aceptar</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Contraseña</translation>
    </message>
    <message>
        <source>PIN</source>
        <extracomment>A number that somebody signs in with.</extracomment>
        <translation>PIN</translation>
    </message>
    <message>
        <source>&amp;Kind</source>
        <translation>&amp;Tipo</translation>
    </message>
    <message>
        <source>&amp;New one</source>
        <translation>&amp;Nueva contraseña o PIN</translation>
    </message>
    <message>
        <source>&amp;Again</source>
        <translation>&amp;Otra vez</translation>
    </message>
    <message>
        <source>These two are not the same</source>
        <translation>No coinciden</translation>
    </message>
</context>
<context>
    <name>ringback::ui::ReviewDialog</name>
    <message>
        <source>Texts to review</source>
        <extracomment>Title of the dialog that lists texts of which nobody knows whether they left.</extracomment>
        <translation>Mensajes por revisar</translation>
    </message>
    <message>
        <source>Did these leave?</source>
        <translation>¿Salieron estos mensajes?</translation>
    </message>
    <message>
        <source>The connection broke at the wrong moment, and nobody can tell whether these messages reached the caller. Look at the phone company&apos;s log if you can, then decide. Nothing is sent twice without you.</source>
        <translation>La conexión se cortó en mal momento y nadie sabe si estos mensajes llegaron. Si puede, mire el registro de la compañía telefónica y decida. Nada se envía dos veces sin usted.</translation>
    </message>
    <message>
        <source>Messages to decide about</source>
        <extracomment>Name of a list, for screen readers.</extracomment>
        <translation>Mensajes por decidir</translation>
    </message>
    <message>
        <source>Every message is settled. There is nothing to decide about.</source>
        <translation>Todos los mensajes están resueltos. No queda nada por decidir.</translation>
    </message>
    <message>
        <source>Close</source>
        <extracomment>Button: close this dialog.</extracomment>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>Correo</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Mensaje</translation>
    </message>
    <message>
        <source>%1 to %2, %3, %4</source>
        <extracomment>Heading of a message: %1 &quot;Text&quot; or &quot;E-mail&quot;, %2 a person, %3 a number, %4 a time.</extracomment>
        <translation>%1 a %2, %3, %4</translation>
    </message>
    <message>
        <source>%1 to %2, %3</source>
        <extracomment>Heading of a message: %1 &quot;Text&quot; or &quot;E-mail&quot;, %2 a number, %3 a time.</extracomment>
        <translation>%1 a %2, %3</translation>
    </message>
    <message>
        <source>Send again</source>
        <extracomment>Button: it did not leave, send it now.</extracomment>
        <translation>Enviar otra vez</translation>
    </message>
    <message>
        <source>Send the message to %1 again</source>
        <translation>Enviar otra vez el mensaje a %1</translation>
    </message>
    <message>
        <source>It was sent</source>
        <extracomment>Button: it did leave, nothing more to do.</extracomment>
        <translation>Sí salió</translation>
    </message>
    <message>
        <source>The message to %1 was sent</source>
        <translation>El mensaje a %1 sí salió</translation>
    </message>
    <message>
        <source>Drop it</source>
        <extracomment>Button: whether it left or not, do not send it.</extracomment>
        <translation>Descartar</translation>
    </message>
    <message>
        <source>Drop the message to %1</source>
        <translation>Descartar el mensaje a %1</translation>
    </message>
</context>
<context>
    <name>ringback::ui::RowsView</name>
    <message numerus="yes">
        <source>↑ %n new</source>
        <extracomment>A button over the list: so many calls arrived above what is shown. A click goes there.</extracomment>
        <translation>
            <numerusform>↑ %n nueva</numerusform>
            <numerusform>↑ %n nuevas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new calls above, go there</source>
        <extracomment>The same for screen readers.</extracomment>
        <translation>
            <numerusform>%n llamada nueva arriba, ir ahí</numerusform>
            <numerusform>%n llamadas nuevas arriba, ir ahí</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ringback::ui::ShiftsEditor</name>
    <message>
        <source>Add working hours</source>
        <extracomment>Button: one more row of days and hours in which somebody works.</extracomment>
        <translation>Agregar horario</translation>
    </message>
    <message>
        <source>h:mm AP</source>
        <extracomment>Time of day in a field, as Qt&apos;s format string.</extracomment>
        <translation>h:mm AP</translation>
    </message>
    <message>
        <source>to</source>
        <extracomment>Between two times of day: &quot;8:00 AM to 5:00 PM&quot;.</extracomment>
        <translation>a</translation>
    </message>
    <message>
        <source>Remove these hours</source>
        <translation>Quitar este horario</translation>
    </message>
    <message>
        <source>%1, working hours %2</source>
        <extracomment>For screen readers: %1 is a day of the week, %2 the number of the row.</extracomment>
        <translation>%1, horario %2</translation>
    </message>
    <message>
        <source>From, working hours %1</source>
        <extracomment>For screen readers: %1 is the number of the row.</extracomment>
        <translation>Desde, horario %1</translation>
    </message>
    <message>
        <source>To, working hours %1</source>
        <translation>Hasta, horario %1</translation>
    </message>
    <message>
        <source>Remove working hours %1</source>
        <translation>Quitar horario %1</translation>
    </message>
    <message>
        <source>%1 (ends on the next day)</source>
        <extracomment>Behind somebody&apos;s working hours: at least one shift goes over midnight.</extracomment>
        <translation>%1 (termina al día siguiente)</translation>
    </message>
</context>
<context>
    <name>ringback::ui::SignInDialog</name>
    <message>
        <source>Another program on this computer stands where the browser would come back to. Is a sign-in open in another Ringback window? Close that one, then try again.</source>
        <translation>Otro programa de esta computadora ocupa el lugar al que volvería el navegador. ¿Hay un inicio de sesión abierto en otra ventana de Ringback? Ciérrelo e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>The Client Secret is missing on this computer: choose Edit and enter it again. Then sign in.</source>
        <translation>Falta el Client Secret en esta computadora: elija Editar y escríbalo de nuevo. Después inicie sesión.</translation>
    </message>
    <message>
        <source>%1 did not let you in, or you said no there. Try again, and choose to allow it. (%2)</source>
        <extracomment>%1 is a phone system, %2 its code for the reason.</extracomment>
        <translation>%1 no le dejó entrar, o usted dijo que no. Inténtelo de nuevo y elija permitirlo. (%2)</translation>
    </message>
    <message>
        <source>The browser did not come back within five minutes. Try again. If its page speaks of a redirect address, register the one above with the app first.</source>
        <translation>El navegador no volvió en cinco minutos. Inténtelo de nuevo. Si su página habla de una dirección de retorno (redirect), registre antes la de arriba en la app.</translation>
    </message>
    <message>
        <source>%1 let you in, but not Ringback. Look under Edit whether Client ID and Client Secret are those of the app, and at the app&apos;s page whether it may use refresh tokens. (%2)</source>
        <extracomment>%1 is a phone system, %2 its code for the reason.</extracomment>
        <translation>%1 le dejó entrar a usted, pero no a Ringback. Vea en Editar si Client ID y Client Secret son los de la app, y en la página de la app si puede usar refresh tokens. (%2)</translation>
    </message>
    <message>
        <source>%1 could not be reached to finish the sign-in, so nothing was changed. Try again in a minute. (%2)</source>
        <extracomment>%1 is a phone system, %2 what it or the network said.</extracomment>
        <translation>No se pudo llegar a %1 para terminar el inicio de sesión, así que nada cambió. Inténtelo de nuevo en un minuto. (%2)</translation>
    </message>
    <message>
        <source>Sign in with %1</source>
        <extracomment>Title of a dialog: %1 is a phone system.</extracomment>
        <translation>Iniciar sesión con %1</translation>
    </message>
    <message>
        <source>Redirect address for the app</source>
        <extracomment>Name of a field that shows a web address, for screen readers.</extracomment>
        <translation>Dirección de retorno para la app</translation>
    </message>
    <message>
        <source>OAuth Redirect URI of the app</source>
        <extracomment>%1 is a phone system.</extracomment>
        <translation>OAuth Redirect URI de la app</translation>
    </message>
    <message>
        <source>Needed once: the app in %1&apos;s developer console must have exactly this address.</source>
        <translation>Se necesita una vez: la app en la consola de desarrollador de %1 debe tener exactamente esta dirección.</translation>
    </message>
    <message>
        <source>Copy the address of the sign-in page</source>
        <extracomment>Button: copies the address of the page on which one signs in, for another browser.</extracomment>
        <translation>Copiar la dirección de la página de inicio de sesión</translation>
    </message>
    <message>
        <source>Cancel</source>
        <extracomment>Button: close this dialog and change nothing.</extracomment>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Open the browser</source>
        <extracomment>Button: opens the page on which one signs in at the phone system.</extracomment>
        <translation>Abrir el navegador</translation>
    </message>
    <message>
        <source>Opening the browser…</source>
        <extracomment>While the browser is started for a sign-in.</extracomment>
        <translation>Abriendo el navegador…</translation>
    </message>
    <message>
        <source>Waiting for you to sign in in the browser… This goes on by itself when you are done there.</source>
        <extracomment>While somebody signs in in the browser.</extracomment>
        <translation>Esperando a que inicie sesión en el navegador… Esto sigue solo cuando termine allí.</translation>
    </message>
    <message>
        <source>No browser could be opened. Copy the address of the sign-in page into a browser on this computer; this goes on by itself when you are done there.</source>
        <translation>No se pudo abrir ningún navegador. Copie la dirección de la página de inicio de sesión en un navegador de esta computadora; esto sigue solo cuando termine allí.</translation>
    </message>
    <message>
        <source>Your browser opens %1&apos;s own page. %2 Ringback does not see your password.</source>
        <extracomment>%1 is a phone or lead system, %2 a sentence: &quot;Sign in there as …&quot;.</extracomment>
        <translation>Su navegador abre la propia página de %1. %2 Ringback no ve su contraseña.</translation>
    </message>
</context>
<context>
    <name>ringback::ui::StatesList</name>
    <message>
        <source>Needs you</source>
        <extracomment>On a phone or lead system: something is broken and a person must do something.</extracomment>
        <translation>Requiere atención</translation>
    </message>
    <message>
        <source>Worth a look</source>
        <extracomment>On a phone or lead system: it works, but something is odd.</extracomment>
        <translation>Conviene revisar</translation>
    </message>
    <message>
        <source>No problems</source>
        <extracomment>On a phone or lead system: nothing is wrong with it.</extracomment>
        <translation>Sin problemas</translation>
    </message>
</context>
<context>
    <name>ringback::ui::StatusLine</name>
    <message>
        <source>Status</source>
        <extracomment>Name of the line at the bottom, for screen readers.</extracomment>
        <translation>Estado</translation>
    </message>
    <message numerus="yes">
        <source>%n texts to review…</source>
        <extracomment>Button in the status line: nobody knows whether these texts left, a person must decide.</extracomment>
        <translation>
            <numerusform>%n mensaje por revisar…</numerusform>
            <numerusform>%n mensajes por revisar…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ringback::ui::StormBanner</name>
    <message>
        <source>How many to claim</source>
        <extracomment>How many callbacks to claim at once, for screen readers.</extracomment>
        <translation>Cuántas tomar</translation>
    </message>
    <message>
        <source>Claim the &amp;next:</source>
        <extracomment>Button before a number: claims that many callbacks, the oldest first. Read together: &quot;Claim the next: 5&quot;.</extracomment>
        <translation>&amp;Tomar las próximas:</translation>
    </message>
    <message>
        <source>Claim the next callbacks</source>
        <extracomment>The same for screen readers.</extracomment>
        <translation>Tomar las próximas devoluciones</translation>
    </message>
    <message>
        <source>End storm mode</source>
        <extracomment>Button: storm mode is over.</extracomment>
        <translation>Terminar el modo tormenta</translation>
    </message>
</context>
<context>
    <name>ringback::ui::StormButton</name>
    <message>
        <source>For 1 hour</source>
        <extracomment>Choices of the storm switch: how long storm mode stays on.</extracomment>
        <translation>Por 1 hora</translation>
    </message>
    <message>
        <source>For 2 hours</source>
        <translation>Por 2 horas</translation>
    </message>
    <message>
        <source>For 4 hours</source>
        <translation>Por 4 horas</translation>
    </message>
    <message>
        <source>Until the end of the day</source>
        <translation>Hasta el fin del día</translation>
    </message>
    <message>
        <source>Until it calms down</source>
        <translation>Hasta que se calme</translation>
    </message>
    <message>
        <source>End storm mode now</source>
        <extracomment>Choice of the storm switch.</extracomment>
        <translation>Terminar el modo tormenta ahora</translation>
    </message>
    <message>
        <source>&amp;Storm mode is on</source>
        <extracomment>Button with a menu, in the header; &amp; marks the key. In storm mode callers get other words and staff claim several callbacks at once.</extracomment>
        <translation>Modo &amp;tormenta activo</translation>
    </message>
    <message>
        <source>&amp;Storm mode</source>
        <translation>Modo &amp;tormenta</translation>
    </message>
    <message>
        <source>When many calls are missed at once: callers get the storm text, and you can claim several callbacks at a time</source>
        <translation>Cuando se pierden muchas llamadas a la vez: las personas reciben el mensaje de tormenta y usted puede tomar varias devoluciones juntas</translation>
    </message>
</context>
<context>
    <name>ringback::ui::SystemCard</name>
    <message>
        <source>%1 from %2</source>
        <extracomment>A line of the office and the other number that its texts leave from.</extracomment>
        <translation>%1 desde %2</translation>
    </message>
    <message>
        <source>Test this connection</source>
        <extracomment>Button: asks the phone company whether everything is as it should be.</extracomment>
        <translation>Probar esta conexión</translation>
    </message>
    <message>
        <source>Edit…</source>
        <extracomment>Button: opens the form of a phone system.</extracomment>
        <translation>Editar…</translation>
    </message>
    <message>
        <source>Point webhooks here…</source>
        <extracomment>Button: the phone company is to send its messages about calls to this office.</extracomment>
        <translation>Dirigir avisos aquí…</translation>
    </message>
    <message>
        <source>Put back…</source>
        <extracomment>Button: what stood at the phone company before is restored.</extracomment>
        <translation>Devolver…</translation>
    </message>
    <message>
        <source>Remove…</source>
        <extracomment>Button: this phone system is no longer used.</extracomment>
        <translation>Quitar…</translation>
    </message>
    <message>
        <source>No line&apos;s calls come by it</source>
        <extracomment>Of a phone system: the lines whose calls come by it.</extracomment>
        <translation>Ninguna línea recibe llamadas por él</translation>
    </message>
    <message>
        <source>Calls: %1</source>
        <translation>Llamadas: %1</translation>
    </message>
    <message>
        <source>No line&apos;s texts leave through it</source>
        <extracomment>Of a phone system: the lines whose texts leave through it.</extracomment>
        <translation>Ninguna línea envía mensajes por él</translation>
    </message>
    <message>
        <source>Texts: %1</source>
        <translation>Mensajes: %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>For screen readers: %1 is a button&apos;s words, %2 a phone system.</extracomment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Asking the phone company; this can take half a minute…</source>
        <extracomment>While the phone company is asked whether everything is as it should be.</extracomment>
        <translation>Preguntando a la compañía telefónica; puede tardar medio minuto…</translation>
    </message>
    <message>
        <source>Sign in with %1…</source>
        <extracomment>Button: opens the phone company&apos;s page in the browser, for signing in. %1 is a phone system.</extracomment>
        <translation>Iniciar sesión con %1…</translation>
    </message>
</context>
<context>
    <name>ringback::ui::SystemDialog</name>
    <message>
        <source>Add a phone system</source>
        <extracomment>Title of the dialog that lists kinds of phone systems.</extracomment>
        <translation>Agregar un sistema telefónico</translation>
    </message>
    <message>
        <source>Which phone system do you have?</source>
        <translation>¿Qué sistema telefónico tiene?</translation>
    </message>
    <message>
        <source>Choose</source>
        <extracomment>Button beside a kind of phone or lead system.</extracomment>
        <translation>Elegir</translation>
    </message>
    <message>
        <source>Choose %1</source>
        <extracomment>For screen readers: %1 is a kind of phone or lead system.</extracomment>
        <translation>Elegir %1</translation>
    </message>
    <message>
        <source>Cancel</source>
        <extracomment>Button: close this dialog and change nothing.</extracomment>
        <translation>Cancelar</translation>
    </message>
</context>
<context>
    <name>ringback::ui::SystemsPage</name>
    <message>
        <source>You are signed in at %1.</source>
        <extracomment>%1 is a phone or lead system.</extracomment>
        <translation>Ha iniciado sesión en %1.</translation>
    </message>
    <message>
        <source>%1 is saved.</source>
        <extracomment>%1 is a phone or lead system.</extracomment>
        <translation>%1 quedó guardado.</translation>
    </message>
    <message>
        <source>Remove %1?</source>
        <translation>¿Quitar %1?</translation>
    </message>
    <message>
        <source>Remove</source>
        <extracomment>Button: this phone or lead system is no longer used.</extracomment>
        <translation>Quitar</translation>
    </message>
</context>
<context>
    <name>ringback::ui::TeamDialog</name>
    <message>
        <source>Edit %1</source>
        <extracomment>Title of a dialog; %1 is a team.</extracomment>
        <translation>Editar %1</translation>
    </message>
    <message>
        <source>Add a team</source>
        <translation>Agregar un equipo</translation>
    </message>
    <message>
        <source>A new team</source>
        <translation>Un equipo nuevo</translation>
    </message>
    <message>
        <source>People who share a queue of callbacks.</source>
        <translation>Personas que comparten una cola de devoluciones.</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Nombre</translation>
    </message>
    <message>
        <source>Front office</source>
        <translation>Recepción</translation>
    </message>
    <message>
        <source>Its people</source>
        <translation>Sus personas</translation>
    </message>
    <message>
        <source>Lines whose callbacks go to it</source>
        <translation>Líneas cuyas devoluciones recibe</translation>
    </message>
    <message>
        <source>A line belongs to one team: it leaves the one that it was with. Without any, its callbacks go to whoever is free.</source>
        <translation>Una línea es de un solo equipo: deja el que tenía. Sin equipo, sus devoluciones van a quien esté libre.</translation>
    </message>
    <message>
        <source>&amp;Booking page</source>
        <translation>Página de &amp;reservas</translation>
    </message>
    <message>
        <source>Where callers book a time with this team. Empty: the company&apos;s page.</source>
        <translation>Donde quienes llaman reservan hora con este equipo. Vacío: la página de la empresa.</translation>
    </message>
    <message>
        <source>Remove…</source>
        <extracomment>Button: a team is dissolved.</extracomment>
        <translation>Quitar…</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <extracomment>For screen readers: %1 is a team.</extracomment>
        <translation>Quitar %1</translation>
    </message>
    <message>
        <source>Give the team a name.</source>
        <translation>Escriba un nombre para el equipo.</translation>
    </message>
    <message>
        <source>Give an address such as https://book.example/team.</source>
        <translation>Escriba una dirección como https://book.example/team.</translation>
    </message>
</context>
<context>
    <name>ringback::ui::TestResults</name>
    <message>
        <source>Result of the test</source>
        <extracomment>Name of what a test found, for screen readers.</extracomment>
        <translation>Resultado de la prueba</translation>
    </message>
    <message>
        <source>Details</source>
        <extracomment>Button: shows what the other system said, word for word.</extracomment>
        <translation>Detalles</translation>
    </message>
    <message>
        <source>Details: %1</source>
        <extracomment>For screen readers: %1 is what was found.</extracomment>
        <translation>Detalles: %1</translation>
    </message>
</context>
<context>
    <name>ringback::ui::Toasts</name>
    <message>
        <source>Open</source>
        <translation>Abrir</translation>
    </message>
    <message>
        <source>Claim</source>
        <extracomment>Button on a notification: the callback becomes the reader&apos;s.</extracomment>
        <translation>Tomar</translation>
    </message>
</context>
<context>
    <name>ringback::ui::TrialDialog</name>
    <message>
        <source>Who would get it?</source>
        <extracomment>Title of a dialog: tries who would be given the callback of a call.</extracomment>
        <translation>¿A quién le tocaría?</translation>
    </message>
    <message>
        <source>Tries it with the people, working hours and calendars as they are now. Nothing happens to anybody.</source>
        <translation>Se prueba con las personas, los horarios y los calendarios de ahora. A nadie le pasa nada.</translation>
    </message>
    <message>
        <source>Not known</source>
        <extracomment>A caller&apos;s language: nobody knows it.</extracomment>
        <translation>No se sabe</translation>
    </message>
    <message>
        <source>English</source>
        <translation>Inglés</translation>
    </message>
    <message>
        <source>Spanish</source>
        <translation>Español</translation>
    </message>
    <message>
        <source>ddd MMM d, yyyy  h:mm AP</source>
        <extracomment>Date and time of day in a field, as Qt&apos;s format string.</extracomment>
        <translation>ddd d MMM yyyy  h:mm AP</translation>
    </message>
    <message>
        <source>&amp;Who calls</source>
        <translation>&amp;Quién llama</translation>
    </message>
    <message>
        <source>&amp;Line</source>
        <translation>&amp;Línea</translation>
    </message>
    <message>
        <source>&amp;When, on the office&apos;s clock</source>
        <translation>&amp;Cuándo, según la hora de la oficina</translation>
    </message>
    <message>
        <source>Lan&amp;guage of the caller</source>
        <translation>&amp;Idioma de quien llama</translation>
    </message>
    <message>
        <source>Try it</source>
        <extracomment>Button: finds out who would get such a call.</extracomment>
        <translation>Probar</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Who gets it, and why</source>
        <extracomment>Name of the part of a dialog with the answer, for screen readers.</extracomment>
        <translation>A quién le toca, y por qué</translation>
    </message>
</context>
<context>
    <name>ringback::ui::UntilDialog</name>
    <message>
        <source>Until when?</source>
        <extracomment>Title of a dialog that asks until when somebody is busy or away.</extracomment>
        <translation>¿Hasta cuándo?</translation>
    </message>
    <message>
        <source>ddd MMM d, yyyy  h:mm AP</source>
        <extracomment>Date and time of day in a field, as Qt&apos;s format string.</extracomment>
        <translation>ddd d MMM yyyy  h:mm AP</translation>
    </message>
    <message>
        <source>&amp;Until, on the office&apos;s clock</source>
        <translation>&amp;Hasta, según la hora de la oficina</translation>
    </message>
    <message>
        <source>Cancel</source>
        <extracomment>Button: close this dialog and change nothing.</extracomment>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Set</source>
        <extracomment>Button: that is until when.</extracomment>
        <translation>Aceptar</translation>
    </message>
    <message>
        <source>That is over. Choose a time to come.</source>
        <translation>Esa hora ya pasó. Elija una futura.</translation>
    </message>
</context>
<context>
    <name>ringback::ui::WelcomePage</name>
    <message>
        <source>Welcome to Ringback</source>
        <extracomment>First line of the program&apos;s first page.</extracomment>
        <translation>Le damos la bienvenida a Ringback</translation>
    </message>
    <message>
        <source>A missed call gets a text within seconds, and a callback that somebody claims. How would you like to start?</source>
        <translation>Una llamada perdida recibe un mensaje en segundos y una devolución que alguien toma. ¿Cómo quiere empezar?</translation>
    </message>
    <message>
        <source>Try it with a practice phone line</source>
        <translation>Probarlo con una línea de práctica</translation>
    </message>
    <message>
        <source>Made-up callers ring a made-up line. Nothing leaves this computer and no real texts are sent.</source>
        <translation>Personas inventadas llaman a una línea inventada. Nada sale de esta computadora y no se envían mensajes reales.</translation>
    </message>
    <message>
        <source>Connect my phone system</source>
        <translation>Conectar mi sistema telefónico</translation>
    </message>
    <message>
        <source>Use your business number. You need your Twilio account and about ten minutes.</source>
        <translation>Use su número de negocio. Necesita su cuenta de Twilio y unos diez minutos.</translation>
    </message>
</context>
<context>
    <name>ringback::ui::WiringDialog</name>
    <message>
        <source>The password or key is missing on this computer: choose Edit and enter it again.</source>
        <translation>Falta la contraseña o clave en esta computadora: elija Editar e ingrésela de nuevo.</translation>
    </message>
    <message>
        <source>The phone company does not let this be set from here. Enter the address on its own page. (%1)</source>
        <extracomment>%1 is what the phone company or its connector says, in English.</extracomment>
        <translation>La compañía telefónica no deja cambiar esto desde aquí. Escriba la dirección en su propia página. (%1)</translation>
    </message>
    <message>
        <source>The phone company could not be reached, so nothing was changed. Try again in a minute. (%1)</source>
        <extracomment>%1 is what the phone company or the network says, in English.</extracomment>
        <translation>No se pudo contactar a la compañía telefónica, así que nada cambió. Intente de nuevo en un minuto. (%1)</translation>
    </message>
    <message>
        <source>That did not work, and nothing was changed. (%1)</source>
        <extracomment>%1 is what went wrong, in English.</extracomment>
        <translation>No funcionó, y nada cambió. (%1)</translation>
    </message>
    <message>
        <source>Point webhooks here</source>
        <extracomment>Title of a dialog. Webhooks are a phone company&apos;s messages about calls.</extracomment>
        <translation>Dirigir avisos aquí</translation>
    </message>
    <message>
        <source>Where %1 sends news of calls</source>
        <extracomment>%1 is a phone system.</extracomment>
        <translation>Adónde envía %1 los avisos de llamadas</translation>
    </message>
    <message>
        <source>Asking %1…</source>
        <extracomment>%1 is a phone system.</extracomment>
        <translation>Preguntando a %1…</translation>
    </message>
    <message>
        <source>Addresses now and new</source>
        <extracomment>Name of a list, for screen readers.</extracomment>
        <translation>Direcciones de ahora y nuevas</translation>
    </message>
    <message>
        <source>Cancel</source>
        <extracomment>Button: close this dialog and change nothing.</extracomment>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Point them here</source>
        <extracomment>Button: the phone company&apos;s webhooks are to come to this office.</extracomment>
        <translation>Dirigirlos aquí</translation>
    </message>
    <message>
        <source>Changing it…</source>
        <extracomment>While a phone system&apos;s webhooks are changed.</extracomment>
        <translation>Cambiándolo…</translation>
    </message>
    <message>
        <source>Number</source>
        <extracomment>Headings of a list: a phone number, the address its news go to now, and the address they would go to.</extracomment>
        <translation>Número</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Ahora</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Nueva</translation>
    </message>
    <message>
        <source>nothing</source>
        <extracomment>In the place of an address: nothing is set.</extracomment>
        <translation>nada</translation>
    </message>
    <message>
        <source>stays: it comes here already</source>
        <extracomment>In the place of an address: it is as it should be.</extracomment>
        <translation>queda: ya llega aquí</translation>
    </message>
    <message>
        <source>No line goes through this phone system yet: choose Edit and tick its lines first.</source>
        <translation>Ninguna línea pasa aún por este sistema telefónico: primero elija Editar y marque sus líneas.</translation>
    </message>
    <message>
        <source>Everything comes here already. There is nothing to do.</source>
        <translation>Todo llega ya aquí. No hay nada que hacer.</translation>
    </message>
    <message>
        <source>What stands there now is replaced, and kept: Put back restores it. If another program relies on it, ask whoever set it up first.</source>
        <translation>Lo que hay ahora se reemplaza y se guarda: Devolver lo restaura. Si otro programa depende de ello, pregunte primero a quien lo instaló.</translation>
    </message>
    <message>
        <source>Close</source>
        <extracomment>Button: close this dialog.</extracomment>
        <translation>Cerrar</translation>
    </message>
</context>
</TS>
