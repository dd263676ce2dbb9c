// A Baileys client that a test drives: one JSON command per line on stdin, one JSON answer or event per line on stdout.
import { createCipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { createInterface } from 'node:readline'

for (const level of ['log', 'info', 'warn', 'error', 'debug']) {
	console[level] = (...parts) => process.stderr.write(parts.map(String).join(' ') + '\n')
}

const { name, counts, enforce, verifies } = await import('./signatures.mjs')
const {
	makeWASocket,
	useMultiFileAuthState,
	prepareWAMessageMedia,
	downloadContentFromMessage,
	decryptPollVote,
	decryptEventResponse,
	generateMessageIDV2,
	proto,
	DisconnectReason
} = await import(name)
const { default: pino } = await import('pino')

// What an older Baileys fetches with.
const { default: axios } = await import('axios').catch(() => ({}))

// Baileys posts a file that it may not have finished writing, which the host then refuses for its hash; whoever uses it tries once more.
async function uploading(send) {
	for (let left = 3; ; left--) {
		try {
			return await send()
		} catch (error) {
			if (left === 0 || !String(error.message).includes('Media upload failed')) {
				throw error
			}
		}
	}
}

const logger = pino({ level: 'debug' }, pino.destination(2))
let settings
let socket
let wanted = false
const topics = []

const commands = {
	start({ endpoint, rootKey, folder, history, mediaHost }) {
		settings = { endpoint, folder, history, mediaHost }
		enforce(Buffer.from(rootKey, 'base64'))

		// Baileys knows only WhatsApp's own media host, and passes the path on.
		const fetchAnywhere = globalThis.fetch
		globalThis.fetch = (url, init) => fetchAnywhere(toHost(url), init)
		axios?.interceptors.request.use(config => ({ ...config, url: toHost(config.url) }))

		function toHost(url) {
			return String(url).replace('https://mmg.whatsapp.net/', `https://${mediaHost}/`)
		}
	},
	// Whether sockets that are opened from now on wait for history.
	wantHistory({ history }) {
		settings.history = history
	},
	async connect() {
		wanted = true
		await open()
	},
	async requestPairingCode({ number }) {
		// Baileys gives the code before the server has heard of it.
		const taken = new Promise(resolve => socket.ws.once('CB:iq,,link_code_companion_reg', resolve))
		const code = await socket.requestPairingCode(number)
		await taken
		return { code }
	},
	disconnect() {
		wanted = false
		socket.end(undefined)
	},
	async send({ to, text }) {
		const sent = await socket.sendMessage(to, { text })
		return { id: sent.key.id }
	},
	// Sends content in Baileys' own terms; bytes stand in it as {"$bytes": "<base64>"}.
	async sendContent({ to, content, options }) {
		const sent = await uploading(() => socket.sendMessage(to, revive(content), revive(options ?? {})))
		return { id: sent.key.id, key: sent.key, content: plain(sent.message) }
	},
	// Sends a protobuf message, for kinds that Baileys has no terms for.
	async relay({ to, message }) {
		const id = generateMessageIDV2(socket.user.id)
		await socket.relayMessage(to, proto.Message.fromObject(message), { messageId: id })
		return { id }
	},
	// Opens a vote or an answer for whichever addressing of the two people it was made of.
	openSecret({ kind, id, secret, payload, iv, authors, actors }) {
		for (const author of authors) {
			for (const actor of actors) {
				const sealed = { encPayload: Buffer.from(payload, 'base64'), encIv: Buffer.from(iv, 'base64') }
				const key = Buffer.from(secret, 'base64')
				try {
					return kind === 'vote'
						? plain(decryptPollVote(sealed, { pollCreatorJid: author, pollMsgId: id, pollEncKey: key, voterJid: actor }), proto.Message.PollVoteMessage)
						: plain(
								decryptEventResponse(sealed, { eventCreatorJid: author, eventMsgId: id, eventEncKey: key, responderJid: actor }),
								proto.Message.EventResponseMessage
							)
				} catch (error) {
					logger.debug({ author, actor, error }, 'made of other addresses')
				}
			}
		}

		throw new Error('no pair of addresses opens it')
	},
	// Seals a vote or an answer, which Baileys itself cannot make.
	sealSecret({ use, id, secret, author, actor, plaintext }) {
		const info = Buffer.from(id + author + actor + use)
		const key = Buffer.from(hkdfSync('sha256', Buffer.from(secret, 'base64'), Buffer.alloc(0), info, 32))
		const iv = randomBytes(12)
		const cipher = createCipheriv('aes-256-gcm', key, iv)
		cipher.setAAD(Buffer.from(id + '\0' + actor))
		const payload = Buffer.concat([cipher.update(Buffer.from(plaintext, 'base64')), cipher.final(), cipher.getAuthTag()])
		return { payload: payload.toString('base64'), iv: iv.toString('base64') }
	},
	// Uploads bytes as the content of a message of that kind, without sending one.
	async uploadMedia({ kind, type, content }) {
		const options = { upload: socket.waUploadToServer, logger, mediaTypeOverride: type }
		return describe(await uploading(() => prepareWAMessageMedia({ [kind]: Buffer.from(content, 'base64'), mimetype: 'application/x-test' }, options)))
	},
	async downloadMedia({ type, file, range }) {
		const chunks = []
		for await (const chunk of await downloadContentFromMessage(mediaOf(file), type, range ?? {})) {
			chunks.push(chunk)
		}

		return { content: Buffer.concat(chunks).toString('base64') }
	},
	async requestReupload({ id, chat, file }) {
		const message = { key: { remoteJid: chat, id, fromMe: false }, message: { imageMessage: mediaOf(file) } }
		return describe((await socket.updateMediaMessage(message)).message)
	},
	async markRead({ keys }) {
		await socket.readMessages(keys)
	},
	// Goes online or offline, or types in a chat. Baileys goes online under a name only, and learns its own later.
	async presence({ type, to }) {
		socket.authState.creds.me.name ||= 'Baileys'
		await socket.sendPresenceUpdate(type, to)
	},
	async subscribe({ to }) {
		await socket.presenceSubscribe(to)
	},
	async rejectCall({ id, from }) {
		await socket.rejectCall(id, from)
	},
	// Baileys itself only refuses calls: this is the start of one, as its own socket would write it.
	async offerCall({ id, to, creator }) {
		const offer = { tag: 'offer', attrs: { 'call-id': id, 'call-creator': creator }, content: [{ tag: 'video', attrs: {} }] }
		const ack = await socket.query({ tag: 'call', attrs: { to }, content: [offer] })
		return { type: ack.attrs.type }
	},
	verify({ key, message, signature }) {
		return { genuine: verifies(...[key, message, signature].map(text => Buffer.from(text, 'base64'))) }
	},
	counts() {
		return counts
	}
}

// Each file in topics/ adds commands, and may watch the events of every socket that is opened.
for (const name of (await readdir(new URL('topics/', import.meta.url))).sort()) {
	const { default: topic } = await import(`./topics/${name}`)
	const { watch, ...added } = topic({ socket: () => socket, settings: () => settings, write, plain, revive, logger })
	for (const [op, command] of Object.entries(added)) {
		if (op in commands) {
			throw new Error(`${name} names ${op}, which exists`)
		}

		commands[op] = command
	}

	if (watch) {
		topics.push(watch)
	}
}

function plain(message, type = proto.Message) {
	return type.toObject(type.fromObject(message), { longs: String, enums: String, bytes: String })
}

function revive(value) {
	if (Array.isArray(value)) {
		return value.map(revive)
	}

	if (value === null || typeof value !== 'object') {
		return value
	}

	if (typeof value.$bytes === 'string') {
		return Buffer.from(value.$bytes, 'base64')
	}

	if (typeof value.$date === 'string') {
		return new Date(value.$date)
	}

	return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, revive(inner)]))
}

function mediaOf({ url, directPath, mediaKey, fileSha256, fileEncSha256 }) {
	const [key, hash, encHash] = [mediaKey, fileSha256, fileEncSha256].map(text => Buffer.from(text, 'base64'))
	return { url, directPath, mediaKey: key, fileSha256: hash, fileEncSha256: encHash }
}

function describe(message) {
	const { url, directPath, mediaKey, fileSha256, fileEncSha256, fileLength } = message[Object.keys(message).find(key => message[key]?.mediaKey)]
	const [key, hash, encHash] = [mediaKey, fileSha256, fileEncSha256].map(bytes => Buffer.from(bytes).toString('base64'))
	return { url, directPath, mediaKey: key, fileSha256: hash, fileEncSha256: encHash, fileLength: Number(fileLength ?? 0) }
}

async function open() {
	const { state, saveCreds } = await useMultiFileAuthState(settings.folder)
	const current = (socket = makeWASocket({
		waWebSocketUrl: settings.endpoint,
		auth: state,
		logger,
		appStateMacVerification: { patch: true, snapshot: true },
		syncFullHistory: Boolean(settings.history),
		shouldSyncHistoryMessage: () => Boolean(settings.history)
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
		for (const { key, message, messageStubType, status, userReceipt } of messages) {
			write({
				event: 'message',
				id: key.id,
				chat: key.remoteJid,
				alternate: key.remoteJidAlt,
				participant: key.participant,
				fromMe: key.fromMe,
				text: message?.conversation || message?.extendedTextMessage?.text || null,
				undecryptable: messageStubType === 2,
				key,
				content: message ? plain(message) : null,
				type
			})

			// What was told of a message while Baileys still held it back comes with it, and not as an event of its own.
			for (const receipt of userReceipt ?? []) {
				if (receipt.readTimestamp) {
					write({ event: 'read', id: key.id, by: receipt.userJid })
				}
			}
			if (key.fromMe && status > 2) {
				write({ event: 'status', id: key.id, chat: key.remoteJid, status })
			}
		}
	})
	current.ev.on('presence.update', ({ id, presences }) => {
		for (const [participant, { lastKnownPresence, lastSeen, groupOnlineCount }] of Object.entries(presences)) {
			write({ event: 'presence', id, participant, state: lastKnownPresence, lastSeen, online: groupOnlineCount })
		}
	})
	current.ev.on('call', calls => {
		for (const { id, from, chatId, status, isVideo } of calls) {
			write({ event: 'call', id, from, chat: chatId, status, isVideo })
		}
	})
	current.ev.on('messages.update', updates => {
		for (const { key, update } of updates) {
			write({ event: 'status', id: key.id, chat: key.remoteJid, status: update.status })
		}
	})
	current.ev.on('message-receipt.update', updates => {
		for (const { key, receipt } of updates) {
			if (receipt.readTimestamp) {
				write({ event: 'read', id: key.id, by: receipt.userJid })
			}
		}
	})
	for (const watch of topics) {
		watch(current)
	}

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
