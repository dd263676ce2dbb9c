// Baileys clients that are logged in and idle, for the benchmark of connections: node --expose-gc idle.mjs ENDPOINT ROOTKEY COUNT
import { createHash, createPrivateKey, createPublicKey } from 'node:crypto'

for (const level of ['log', 'info', 'warn', 'error', 'debug']) {
	console[level] = () => {}
}

const { makeWASocket, initAuthCreds } = await import('baileys')
const { default: pino } = await import('pino')
const { enforce } = await import('./signatures.mjs')

const [endpoint, rootKey, count] = process.argv.slice(2)
const logger = pino({ level: 'silent' })
enforce(Buffer.from(rootKey, 'hex'))

// The n-th device, as the server knows it: the key is the hash of a text.
function noiseKey(n) {
	const seed = createHash('sha256').update(`noise-${n}`).digest()
	const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b656e04220420', 'hex'), seed])
	const jwk = createPublicKey(createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })).export({ format: 'jwk' })
	return { private: seed, public: Buffer.from(jwk.x, 'base64url') }
}

function memoryKeys() {
	const data = {}
	return {
		get: (type, ids) => Object.fromEntries(ids.map(id => [id, data[type]?.[id]]).filter(([, value]) => value !== undefined)),
		set: changes => {
			for (const [type, values] of Object.entries(changes)) {
				data[type] = { ...data[type], ...values }
			}
		}
	}
}

const sockets = []
for (let n = 0; n < Number(count); n++) {
	const creds = { ...initAuthCreds(), noiseKey: noiseKey(n), me: { id: `${15550000000 + n}:1@s.whatsapp.net` }, registered: true }
	const socket = makeWASocket({
		waWebSocketUrl: endpoint,
		auth: { creds, keys: memoryKeys() },
		logger,
		syncFullHistory: false,
		shouldSyncHistoryMessage: () => false
	})
	await new Promise((resolve, reject) => {
		socket.ev.on('connection.update', ({ connection, lastDisconnect }) => {
			if (connection === 'open') {
				resolve()
			} else if (connection === 'close') {
				reject(lastDisconnect?.error)
			}
		})
	})
	sockets.push(socket)
}

await new Promise(resolve => setTimeout(resolve, 3000))
for (let i = 0; i < 3; i++) {
	global.gc()
}

process.stdout.write(JSON.stringify({ rss: process.memoryUsage().rss, sockets: sockets.length }) + '\n')
process.stdin.resume()
process.stdin.on('end', () => process.exit(0))
