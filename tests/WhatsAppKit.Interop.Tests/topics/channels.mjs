// Channels: making, following and reading them.
const picked = channel => channel && { id: channel.id, name: channel.name ?? channel.thread_metadata?.name?.text, raw: channel }

export default ({ socket, write }) => ({
	async createChannel({ name, description }) {
		return picked(await socket().newsletterCreate(name, description))
	},
	async channel({ type, key }) {
		return picked(await socket().newsletterMetadata(type, key))
	},
	async channelMessages({ id, count, since, after }) {
		const result = await socket().newsletterFetchMessages(id, count, since, after)
		const updates = result.content.find(child => child.tag === 'message_updates')
		const messages = updates.content.find(child => child.tag === 'messages')?.content ?? []
		return { messages: messages.map(({ attrs }) => ({ id: attrs.id, serverId: attrs.server_id })) }
	},
	watch(current) {
		current.ev.on('newsletter.reaction', update => write({ event: 'channel-reaction', ...update }))
		current.ws.on('CB:notification,type:mex', node => write({ event: 'channel-notice', content: String(node.content?.[0]?.content ?? '') }))
	}
})
