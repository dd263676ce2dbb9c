// A Baileys client that a test drives: one JSON command per line on stdin, one JSON answer or event per line on stdout.
import { createInterface } from 'node:readline'

for (const level of ['log', 'info', 'warn', 'error', 'debug']) {
	console[level] = (...parts) => process.stderr.write(parts.map(String).join(' ') + '\n')
}

const { makeWASocket, useMultiFileAuthState, DisconnectReason } = await import('baileys')
const { default: pino } = await import('pino')
const { counts, enforce, verifies } = await import('./signatures.mjs')

const logger = pino({ level: 'debug' }, pino.destination(2))
let settings
let socket
let wanted = false

const commands = {
	start({ endpoint, rootKey, folder }) {
		settings = { endpoint, folder }
		enforce(Buffer.from(rootKey, 'base64'))
	},
	async connect() {
		wanted = true
		await open()
	},
	disconnect() {
		wanted = false
		socket.end(undefined)
	},
	async send({ to, text }) {
		const sent = await socket.sendMessage(to, { text })
		return { id: sent.key.id }
	},
	async createGroup({ subject, participants }) {
		const group = await socket.groupCreate(subject, participants)
		return { id: group.id, addressing: group.addressingMode }
	},
	async group({ id }) {
		const group = await socket.groupMetadata(id)
		return { subject: group.subject, addressing: group.addressingMode, participants: group.participants.map(member => member.id) }
	},
	async changeGroup({ id, action, participants }) {
		const results = await socket.groupParticipantsUpdate(id, participants, action)
		return { results: results.map(({ jid, status }) => ({ jid, status })) }
	},
	async leaveGroup({ id }) {
		await socket.groupLeave(id)
	},
	verify({ key, message, signature }) {
		return { genuine: verifies(...[key, message, signature].map(text => Buffer.from(text, 'base64'))) }
	},
	counts() {
		return counts
	}
}

async function open() {
	const { state, saveCreds } = await useMultiFileAuthState(settings.folder)
	const current = (socket = makeWASocket({
		waWebSocketUrl: settings.endpoint,
		auth: state,
		logger,
		syncFullHistory: false,
		shouldSyncHistoryMessage: () => false
	}))
	let saving = Promise.resolve()
	current.ev.on('creds.update', () => (saving = saving.then(saveCreds)))
	current.ev.on('connection.update', async ({ connection, qr, lastDisconnect }) => {
		if (qr) {
			write({ event: 'qr', text: qr })
		}

		if (connection === 'open') {
			write({ event: 'open', id: current.user.id, lid: current.user.lid })
		}

		if (connection === 'close') {
			const code = lastDisconnect?.error?.output?.statusCode
			await saving
			write({ event: 'close', code, reason: lastDisconnect?.error?.message })
			if (wanted && code === DisconnectReason.restartRequired) {
				await open()
			}
		}
	})
	current.ev.on('messages.upsert', ({ messages, type }) => {
		for (const { key, message, messageStubType } of messages) {
			write({
				event: 'message',
				id: key.id,
				chat: key.remoteJid,
				alternate: key.remoteJidAlt,
				participant: key.participant,
				fromMe: key.fromMe,
				text: message?.conversation || message?.extendedTextMessage?.text || null,
				undecryptable: messageStubType === 2,
				type
			})
		}
	})
	current.ev.on('groups.upsert', groups => {
		for (const { id, subject, participants } of groups) {
			write({ event: 'joined', id, subject, participants: participants.map(member => member.id) })
		}
	})
	current.ev.on('group-participants.update', ({ id, action, participants }) => {
		write({ event: 'participants', id, action, participants: participants.map(member => member.id ?? member) })
	})
	const { encryptMessage } = current.signalRepository
	current.signalRepository.encryptMessage = async args => {
		const encrypted = await encryptMessage(args)
		write({ event: 'encrypted', jid: args.jid, type: encrypted.type })
		return encrypted
	}
	current.ws.on('CB:receipt', ({ attrs }) => write({ event: 'receipt', id: attrs.id, from: attrs.from, type: attrs.type ?? 'delivered' }))
	current.ws.on('CB:message', node => {
		for (const part of node.content.filter(child => child.tag === 'enc')) {
			write({ event: 'enc', id: node.attrs.id, type: part.attrs.type, offline: node.attrs.offline !== undefined })
		}
	})
}

function write(line) {
	process.stdout.write(JSON.stringify(line) + '\n')
}

for await (const line of createInterface({ input: process.stdin })) {
	const { call, op, ...args } = JSON.parse(line)
	Promise.resolve()
		.then(() => commands[op](args))
		.then(
			result => write({ call, result: result ?? null }),
			error => write({ call, error: String(error?.stack ?? error) })
		)
}

process.exit(0)
